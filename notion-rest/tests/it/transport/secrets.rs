//! No error shows a secret.

use super::*;

#[tokio::test]
async fn a_token_that_a_server_repeats_is_in_no_error() {
    for (number, answer) in ECHOES.into_iter().enumerate() {
        let client = client(&echo(answer).await);
        let page = notion_rest::api::CreatePage::default();
        let read = Request::get("/v1/users/me");
        let errors = [
            client.send(&creation()).await.err(),
            client.send(&read).await.err(),
            client.api().pages().create(&page).await.err(),
            client.api().users().me().await.err(),
        ];
        assert!(errors.iter().flatten().count() >= 2, "{number}");
        for error in errors.into_iter().flatten() {
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                shown.push_str(&format!("{cause} {cause:?}"));
                source = cause.source();
            }
            assert!(!shown.contains("never_shown"), "{number}: {shown}");
        }
        if let Ok(response) = client.send(&read).await {
            assert!(!format!("{response:?}").contains(TOKEN), "{number}");
        }
    }
}

#[tokio::test]
async fn credentials_that_a_server_repeats_are_in_no_error() {
    use notion_rest::api::Grant;
    use notion_rest::http::ClientCredentials;

    for (number, answer) in ECHOES.into_iter().enumerate() {
        let client = client(&echo(answer).await);
        let credentials = ClientCredentials::new("the id", "secret_that_is_hidden");
        let api = client.api();
        let grant = Grant::code("code_that_is_hidden");
        let error = api.oauth(&credentials).token(&grant).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("that_is_hidden"), "{number}: {shown}");
        // `the id:secret_that_is_hidden` in Base64.
        const BASIC: &str = "dGhlIGlkOnNlY3JldF90aGF0X2lzX2hpZGRlbg==";
        assert!(!shown.contains(BASIC), "{number}: {shown}");
    }
}

#[tokio::test]
async fn the_token_is_in_no_error_and_no_debug_output() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(401).set_body_json(
        serde_json::json!({ "code": "unauthorized", "message": "API token is invalid." }),
    );
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = client(&server.uri());
    let error = client.send(&creation()).await.unwrap_err();
    assert!(
        error.is_unauthorized() && error.to_string().contains("check the token"),
        "{error}"
    );
    let shown = format!("{client:?} {error} {error:?}");
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_an_error_without_it() {
    let client = Client::builder()
        .token("never\nshown")
        .base_url("http://127.0.0.1:9")
        .build()
        .unwrap();
    let error = client.send(&creation()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("shown"), "{error}");
    assert!(error.to_string().contains("token"), "{error}");
}
