//! Every address that pages link to. Templates and redirects take them from here, so that a route has one spelling.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub const HOME: &str = "/";
pub const LOGIN: &str = "/login";
pub const LOGOUT: &str = "/logout";
pub const SETUP: &str = "/setup";
pub const PREFERENCES: &str = "/preferences";
pub const SETTINGS: &str = "/me";
pub const RELEASES: &str = "/releases";
pub const RELEASES_FILTER: &str = "/releases/filter";
pub const RELEASES_MASS: &str = "/releases/mass";
pub const NEW_RELEASE: &str = "/releases/new";
pub const ACTIVITIES: &str = "/activities";
pub const PORTFOLIO: &str = "/portfolio";
pub const CMDB: &str = "/cis";
pub const IMPORTS: &str = "/cis/imports";
pub const ADMIN: &str = "/admin";
pub const FLOWS: &str = "/admin/flows";
pub const PARAMETERS: &str = "/admin/parameters";
pub const MAILS: &str = "/admin/mails";
pub const NOTICES: &str = "/notices";
pub const HELP: &str = "/help";
pub const API_DOCS: &str = "/api/docs";
pub const OPENAPI: &str = "/api/v1/openapi.json";

/// What may stand unescaped in one value of a query.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A value as it stands in a query or a path segment.
pub fn escaped(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// The log-in page, which leads back afterwards.
pub fn login_for(path: &str) -> String {
    format!("{LOGIN}?next={}", escaped(path))
}

/// A path of our own that a form or query names; anything that could lead elsewhere becomes the home page.
pub fn local(path: Option<&str>) -> &str {
    let stays = |path: &&str| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    path.filter(stays).unwrap_or(HOME)
}

pub fn release(number: i64) -> String {
    format!("/releases/{number}")
}

pub fn release_part(number: i64, part: &str) -> String {
    format!("/releases/{number}/{part}")
}

/// A release as PDF.
pub fn release_paper(number: i64) -> String {
    format!("/releases/{number}.pdf")
}

pub fn item(id: impl Display) -> String {
    format!("{CMDB}/{id}")
}

pub fn item_part(id: impl Display, part: &str) -> String {
    format!("{CMDB}/{id}/{part}")
}

pub fn import(id: impl Display) -> String {
    format!("{IMPORTS}/{id}")
}

/// The whole CMDB as a file.
pub fn export(format: &str) -> String {
    format!("/api/v1/exports/cmdb?format={format}")
}

/// Where a type-ahead field asks.
pub fn lookup(kind: &str) -> String {
    format!("/lookup/{kind}")
}

pub fn flow(id: impl Display) -> String {
    format!("{FLOWS}/{id}")
}

pub fn flow_part(id: impl Display, part: &str) -> String {
    format!("{FLOWS}/{id}/{part}")
}

pub fn flow_version(id: impl Display, number: i64) -> String {
    format!("{FLOWS}/{id}/versions/{number}")
}

/// The BPMN file of a version.
pub fn flow_file(id: impl Display, number: i64) -> String {
    format!("/api/v1/flows/{id}/versions/{number}.bpmn")
}

pub fn mail(id: impl Display) -> String {
    format!("{MAILS}/{id}")
}

pub fn notice(id: impl Display) -> String {
    format!("{NOTICES}/{id}")
}

pub fn mail_template(id: impl Display) -> String {
    format!("{ADMIN}/mail_templates/{id}")
}

pub fn api_release(number: i64) -> String {
    format!("/api/v1/releases/{number}")
}

pub fn api_release_part(number: i64, part: &str) -> String {
    format!("/api/v1/releases/{number}/{part}")
}

/// The page that explains an error code.
pub fn error(slug: &str) -> String {
    format!("/errors/{slug}")
}
