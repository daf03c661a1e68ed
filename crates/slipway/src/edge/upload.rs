//! Forms that carry files: `multipart/form-data`, read from a body that is already there and within its limit.
//! What a file is, and whether it is any good, is decided by the noun that asked for it.

use std::collections::BTreeMap;

use axum::http::header;
use multer::Multipart;
use serde_json::Value;

use super::call::tree_of;
use super::{Call, Code, Fault};

/// The most parts of a form: far more than any page has fields.
const MAX_PARTS: usize = 256;

/// A form with its files.
#[derive(Debug, Default)]
pub struct Sent {
    /// The plain fields, as [`Call::form`] gives them.
    pub fields: Value,
    files: BTreeMap<String, File>,
}

/// A file as it was sent. Neither name nor content is to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Sent {
    /// Takes the file of a field, when one was chosen.
    pub fn take_file(&mut self, field: &str) -> Option<File> {
        self.files.remove(field)
    }
}

impl Call {
    /// The body of a form that may carry files. One without, as a browser sends it from a form of the plain type, is
    /// read as well.
    pub async fn form_with_files(&self) -> Result<Sent, Fault> {
        let media = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        match media.map(multer::parse_boundary) {
            Some(Ok(boundary)) => read(&self.body, boundary).await,
            Some(Err(_)) | None => Ok(Sent {
                fields: self.form(),
                files: BTreeMap::new(),
            }),
        }
    }
}

async fn read(body: &[u8], boundary: String) -> Result<Sent, Fault> {
    let mut parts = Multipart::with_reader(body, boundary);
    let mut pairs = Vec::new();
    let mut files = BTreeMap::new();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        if pairs.len() + files.len() == MAX_PARTS {
            return Err(Fault::new(Code::Unreadable).with("why", format!("more than {MAX_PARTS} parts")));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(unreadable)?;
        match file_name {
            // A field in which no file was chosen is sent as a file without a name.
            Some(file_name) if file_name.is_empty() && bytes.is_empty() => {}
            Some(file_name) => drop(files.insert(
                name,
                File {
                    name: file_name,
                    bytes: bytes.into(),
                },
            )),
            None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(Sent {
        fields: tree_of(pairs),
        files,
    })
}

fn unreadable(error: multer::Error) -> Fault {
    Fault::new(Code::Unreadable).with("why", &error).caused_by(error)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]

    use serde_json::json;

    use super::*;

    fn form(parts: &[(&str, &str)]) -> Vec<u8> {
        let parts = parts
            .iter()
            .map(|(head, content)| format!("--xyz\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n"));
        format!("{}--xyz--\r\n", parts.collect::<String>()).into_bytes()
    }

    async fn sent(body: &[u8]) -> Result<Sent, Fault> {
        read(body, "xyz".to_owned()).await
    }

    #[tokio::test]
    async fn fields_become_a_tree_and_files_keep_their_bytes() {
        let file = "<a>\r\n\u{feff}--xy\r\n</a>\n";
        let body = form(&[
            ("name=\"description\"", "São Paulo"),
            ("name=\"contact.name\"", "Ana"),
            ("name=\"file\"; filename=\"a.bpmn\"", file),
            ("name=\"other\"; filename=\"\"", ""),
        ]);
        let mut sent = sent(&body).await.unwrap();
        assert_eq!(
            sent.fields,
            json!({"description": "São Paulo", "contact": {"name": "Ana"}})
        );
        let expected = File {
            name: "a.bpmn".to_owned(),
            bytes: file.as_bytes().to_vec(),
        };
        assert_eq!(sent.take_file("file"), Some(expected));
        assert_eq!(
            (sent.take_file("file"), sent.take_file("other")),
            (None, None),
            "no file was chosen"
        );
    }

    #[tokio::test]
    async fn a_form_that_breaks_off_is_unreadable() {
        let whole = form(&[("name=\"file\"; filename=\"a\"", "content")]);
        for length in [0, 10, 40, whole.len() - 6] {
            let fault = sent(&whole[..length]).await.unwrap_err();
            assert_eq!(fault.code, Code::Unreadable, "{length} bytes");
        }
    }

    #[tokio::test]
    async fn a_form_of_too_many_parts_is_unreadable() {
        let many = vec![("name=\"a\"", ""); MAX_PARTS + 1];
        assert_eq!(sent(&form(&many)).await.unwrap_err().code, Code::Unreadable);
        assert!(sent(&form(&many[1..])).await.is_ok());
    }
}
