//! Paths that no method covers.

use super::*;

#[tokio::test]
async fn the_verbs_reach_what_no_method_covers() {
    let server = MockServer::start().await;
    for verb in ["GET", "POST", "PATCH", "DELETE"] {
        Mock::given(method(verb))
            .and(path("/v1/brand_new/thing"))
            .and(header("authorization", "Bearer ntn_x"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!([verb])))
            .expect(1)
            .mount(&server)
            .await;
    }
    let client = Client::builder()
        .token("ntn_x")
        .base_url(server.uri())
        .build()
        .unwrap();
    let (api, path) = (client.api(), "/v1/brand_new/thing");
    let body = json!({ "a": 1 });
    let answers: [(String,); 4] = [
        api.get(path).await.unwrap(),
        api.post(path, &body).await.unwrap(),
        api.patch(path, &body).await.unwrap(),
        api.delete(path).query("x", "y").await.unwrap(),
    ];
    assert_eq!(
        answers.map(|(verb,)| verb),
        ["GET", "POST", "PATCH", "DELETE"]
    );
    let seen = server.received_requests().await.unwrap();
    assert_eq!(seen[1].body, br#"{"a":1}"#);
    assert_eq!(seen[3].url.query(), Some("x=y"));
}
