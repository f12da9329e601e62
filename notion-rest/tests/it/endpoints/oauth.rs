//! Tokens, and requests without one.

use super::*;

const ID: &str = "the-client";

const SECRET: &str = "client_secret_never_shown";

const CODE: &str = "code_never_shown";

const ACCESS: &str = "ntn_access_never_shown";

const REFRESH: &str = "nrt_refresh_never_shown";

/// That none of the secrets is in a text.
fn shows_nothing(text: &str) {
    // `the-client:client_secret_never_shown` in base 64.
    const BASIC: &str = "dGhlLWNsaWVudDpjbGllbnRfc2VjcmV0X25ldmVyX3Nob3du";
    for secret in [SECRET, CODE, ACCESS, REFRESH, BASIC] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

fn without_token(base_url: &str) -> Client {
    Client::builder()
        .without_token()
        .base_url(base_url)
        .pace(Pace::unlimited())
        .retry(Retry::default().retries(0))
        .build()
        .unwrap()
}

fn token_answer() -> serde_json::Value {
    json!({
        "access_token": ACCESS, "token_type": "bearer", "refresh_token": REFRESH,
        "bot_id": "00000000-0000-4000-8000-0000000000f1",
        "workspace_icon": null, "workspace_name": "Ours", "workspace_id": "00000000-0000-4000-8000-0000000000f0",
        "owner": { "type": "user", "user": { "object": "user", "id": "00000000-0000-4000-8000-0000000000fa" } },
        "duplicated_template_id": null, "request_id": "r",
    })
}

#[tokio::test]
async fn a_code_is_given_for_a_token_in_the_client_s_name() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/oauth/token"))
        .and(header("authorization", "Basic dGhlLWNsaWVudDpjbGllbnRfc2VjcmV0X25ldmVyX3Nob3du"))
        .and(header("notion-version", "2026-03-11"))
        .and(body_json(json!({
            "grant_type": "authorization_code", "code": CODE, "redirect_uri": "https://example.org/back",
            "external_account": { "key": "k", "name": "n" },
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(token_answer()))
        .expect(1)
        .mount(&server)
        .await;
    let (notion, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let grant = Grant::AuthorizationCode {
        code: CODE.into(),
        redirect_uri: Some("https://example.org/back".to_owned()),
        external_account: Some(ExternalAccount {
            key: "k".to_owned(),
            name: "n".to_owned(),
        }),
    };
    let api = notion.api();
    let call = api.oauth(&client).token(&grant);
    assert!(!call.request().unwrap().repeatable);
    shows_nothing(&format!("{call:?} {grant:?} {client:?}"));
    let token = call.await.unwrap();
    shows_nothing(&format!("{token:?}"));
    assert_eq!(
        secrecy::ExposeSecret::expose_secret(&token.access_token),
        ACCESS
    );
    assert_eq!(token.workspace_name.as_deref(), Some("Ours"));
    assert!(matches!(token.owner, notion_rest::api::TokenOwner::User(_)));
}

#[tokio::test]
async fn tokens_are_renewed_looked_at_and_revoked() {
    let server = MockServer::start().await;
    for (what, body, answer) in [
        (
            "token",
            json!({ "grant_type": "refresh_token", "refresh_token": REFRESH }),
            token_answer(),
        ),
        (
            "introspect",
            json!({ "token": ACCESS }),
            json!({ "active": true, "scope": "read", "iat": 7 }),
        ),
        (
            "revoke",
            json!({ "token": ACCESS }),
            json!({ "request_id": "r" }),
        ),
    ] {
        Mock::given(method("POST"))
            .and(path(format!("/v1/oauth/{what}")))
            .and(body_json(body))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
    }
    let (notion, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let api = notion.api();
    let oauth = api.oauth(&client);
    let token = oauth.token(&Grant::refresh(REFRESH)).await.unwrap();
    let known = oauth.introspect(&token.access_token).await.unwrap();
    assert_eq!(
        (known.active, known.scope.as_deref(), known.issued_at),
        (true, Some("read"), Some(7))
    );
    oauth.revoke(&token.access_token).await.unwrap();
}

#[tokio::test]
async fn neither_a_refusal_nor_an_unreadable_answer_shows_a_secret() {
    let server = MockServer::start().await;
    let refusal = json!({
        "object": "error", "status": 400, "code": "invalid_grant", "message": "Invalid code: this code has been revoked.",
    });
    let mut odd = token_answer();
    odd["owner"] = json!(ACCESS);
    for (what, answer) in [
        ("token", ResponseTemplate::new(400).set_body_json(refusal)),
        (
            "introspect",
            ResponseTemplate::new(200).set_body_json(json!({ "active": ACCESS })),
        ),
    ] {
        Mock::given(path(format!("/v1/oauth/{what}")))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let (notion, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let api = notion.api();
    let error = api
        .oauth(&client)
        .token(&Grant::code(CODE))
        .await
        .unwrap_err();
    assert_eq!(
        error.as_api().unwrap().code,
        notion_rest::error::Code::InvalidGrant
    );
    shows_nothing(&format!("{error} {error:?}"));
    let error = api
        .oauth(&client)
        .introspect(&ACCESS.into())
        .await
        .unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`active`"),
        "{error}"
    );
    shows_nothing(&format!("{error} {error:?}"));

    server.reset().await;
    Mock::given(path("/v1/oauth/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(odd))
        .mount(&server)
        .await;
    let error = api
        .oauth(&client)
        .token(&Grant::code(CODE))
        .await
        .unwrap_err();
    shows_nothing(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn without_a_token_nothing_else_leaves() {
    let server = MockServer::start().await;
    let client = without_token(&server.uri());
    assert!(matches!(
        client.api().users().me().await,
        Err(Error::NoToken)
    ));
    let answer: Result<serde_json::Value> = client.api().get("/v1/anything").await;
    assert!(matches!(answer, Err(Error::NoToken)));
    assert!(server.received_requests().await.unwrap().is_empty());
}
