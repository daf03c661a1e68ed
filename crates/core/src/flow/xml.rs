//! Reads an XML file into a small tree with line numbers, within limits and without any document type or entity.
//! What the elements mean is not known here.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use thiserror::Error;

use super::refusal::{Reason, Refusal, Subject};

/// The largest file, in bytes: 1 MiB.
const MAX_BYTES: usize = 1 << 20;

/// How deep elements may lie inside each other.
const MAX_DEPTH: usize = 64;

/// The namespaces that flows are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// The model of BPMN 2.0.
    Bpmn,
    /// BPMN's shapes and edges.
    BpmnDi,
    /// Bounds.
    Dc,
    /// Waypoints.
    Di,
    /// Slipway's settings: `urn:slipway:flow:1`.
    Slipway,
    /// `xml:lang` and its kin.
    Xml,
    /// None: an attribute without prefix belongs to its element.
    Unnamed,
    /// Another tool's.
    Foreign,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub space: Space,
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    /// All text directly inside, in one piece.
    pub text: String,
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub space: Space,
    pub name: String,
    pub value: String,
}

/// Why a file is not well-formed.
#[derive(Debug, Clone, Error)]
pub enum BrokenXml {
    /// The parser could not go on.
    #[error("{0}")]
    Syntax(quick_xml::Error),
    /// The file ends inside an element.
    #[error("the element is never closed")]
    Unclosed,
    /// The file has no element at all.
    #[error("it has no element")]
    Empty,
    /// Something stands before or behind the outermost element.
    #[error("something stands outside its outermost element")]
    Outside,
    /// The XML declaration is not at the very beginning.
    #[error("the XML declaration does not stand at its very beginning")]
    LateDeclaration,
    /// A prefix without a namespace.
    #[error("the prefix \"{0}\" has no namespace")]
    UnknownPrefix(String),
    /// A reference to anything but the five predefined entities and characters by number.
    #[error("\"&{0};\" is not defined")]
    UnknownEntity(String),
    /// A character that no XML file may have, written or referred to.
    #[error("the character {:?} is not allowed", .0)]
    ForbiddenCharacter(char),
}

impl Element {
    /// The value of an attribute without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|one| one.space == Space::Unnamed && one.name == name);
        found.map(|one| one.value.as_str())
    }

    /// Whether it belongs to BPMN's model or to its drawings.
    pub(super) fn is_of_bpmn(&self) -> bool {
        matches!(self.space, Space::Bpmn | Space::BpmnDi | Space::Dc | Space::Di)
    }

    /// Whether this is the BPMN element of that name.
    pub(super) fn is_bpmn(&self, name: &str) -> bool {
        self.space == Space::Bpmn && self.name == name
    }

    pub(super) fn refusal(&self, reason: Reason) -> Refusal {
        let id = self.attribute("id").map(str::to_owned);
        Refusal {
            line: self.line,
            subject: Subject {
                element: self.name.clone(),
                id,
            },
            reason,
        }
    }
}

/// Reads a whole file into its outermost element.
pub(super) fn read(file: &[u8]) -> Result<Element, Refusal> {
    if file.len() > MAX_BYTES {
        return Err(Refusal::of_file(1, Reason::TooLarge { limit: MAX_BYTES }));
    }
    let text = match str::from_utf8(file) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = file.get(..error.valid_up_to()).unwrap_or_default();
            return Err(Refusal::of_file(1 + newlines(before), Reason::NotUtf8));
        }
    };
    let mut tree = Tree::new(text);
    while tree.grow()? {}
    tree.finished()
}

/// A tree while it is being read.
struct Tree<'x> {
    text: &'x str,
    reader: NsReader<&'x [u8]>,
    open: Vec<Element>,
    root: Option<Element>,
    line: usize,
    counted_to: usize,
}

impl<'x> Tree<'x> {
    fn new(text: &'x str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_comments = true;
        Self {
            text,
            reader,
            open: Vec::new(),
            root: None,
            line: 1,
            counted_to: 0,
        }
    }

    /// Reads one event; false at the end of the file.
    fn grow(&mut self) -> Result<bool, Refusal> {
        let begins_at = self.move_to(self.reader.buffer_position());
        let (space, event) = match self.reader.read_resolved_event() {
            Ok((space, event)) => (space_of(&space), event),
            Err(error) => {
                self.move_to(self.reader.error_position());
                return Err(self.syntax(error));
            }
        };
        match event {
            Event::Start(start) => self.open(space, &start)?,
            Event::End(_) => self.close(),
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) => self.text(&text.xml10_content().map_err(|error| self.syntax(error))?)?,
            Event::CData(text) => self.text(&text.xml10_content().map_err(|error| self.syntax(error))?)?,
            Event::GeneralRef(reference) => self.reference(&reference)?,
            Event::Decl(_) if begins_at > 0 => return Err(self.broken(BrokenXml::LateDeclaration)),
            Event::Decl(declaration) => self.declaration(declaration.encoding())?,
            Event::DocType(_) => return Err(self.refused(Reason::Doctype)),
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn finished(mut self) -> Result<Element, Refusal> {
        if let Some(open) = self.open.pop() {
            return Err(open.refusal(Reason::BrokenXml(BrokenXml::Unclosed)));
        }
        self.root.take().ok_or_else(|| self.broken(BrokenXml::Empty))
    }

    fn open(&mut self, space: Result<Space, String>, start: &BytesStart<'_>) -> Result<(), Refusal> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.refused(Reason::TooDeep { limit: MAX_DEPTH }));
        }
        if self.root.is_some() {
            return Err(self.broken(BrokenXml::Outside));
        }
        let space = space.map_err(|prefix| self.broken(BrokenXml::UnknownPrefix(prefix)))?;
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        let attributes = self.attributes(start)?;
        self.open.push(Element {
            space,
            name,
            attributes,
            children: Vec::new(),
            text: String::new(),
            line: self.line,
        });
        Ok(())
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Vec<Attribute>, Refusal> {
        let mut read = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.syntax(error))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (space, name) = self.reader.resolver().resolve_attribute(attribute.key);
            let space = space_of(&space).map_err(|prefix| self.broken(BrokenXml::UnknownPrefix(prefix)))?;
            if attribute.value.contains(&b'<') {
                return Err(self.broken(BrokenXml::ForbiddenCharacter('<')));
            }
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|error| self.syntax(error))?.into_owned();
            self.only_allowed(&value)?;
            read.push(Attribute {
                space,
                name: String::from_utf8_lossy(name.as_ref()).into_owned(),
                value,
            });
        }
        Ok(read)
    }

    fn close(&mut self) {
        if let Some(closed) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(closed),
                None => self.root = Some(closed),
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        self.only_allowed(text)?;
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.broken(BrokenXml::Outside)),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Refusal> {
        let by_number = reference.resolve_char_ref().map_err(|error| self.syntax(error))?;
        let name = String::from_utf8_lossy(reference);
        let text = match (by_number, quick_xml::escape::resolve_predefined_entity(&name)) {
            (Some(char), _) => char.to_string(),
            (None, Some(text)) => text.to_owned(),
            (None, None) => return Err(self.broken(BrokenXml::UnknownEntity(name.into_owned()))),
        };
        // A reference counts as text that is not blank, even one to a space, so none may stand outside.
        if self.open.is_empty() {
            Err(self.broken(BrokenXml::Outside))
        } else {
            self.text(&text)
        }
    }

    fn declaration(&self, encoding: Option<Result<Cow<'_, [u8]>, AttrError>>) -> Result<(), Refusal> {
        let Some(encoding) = encoding else {
            return Ok(());
        };
        let encoding = encoding.map_err(|error| self.syntax(error))?;
        if encoding.eq_ignore_ascii_case(b"utf-8") || encoding.eq_ignore_ascii_case(b"us-ascii") {
            return Ok(());
        }
        Err(self.refused(Reason::OtherEncoding {
            encoding: String::from_utf8_lossy(&encoding).into_owned(),
        }))
    }

    fn only_allowed(&self, text: &str) -> Result<(), Refusal> {
        match text.chars().find(|char| !is_allowed(*char)) {
            Some(char) => Err(self.broken(BrokenXml::ForbiddenCharacter(char))),
            None => Ok(()),
        }
    }

    fn syntax(&self, error: impl Into<quick_xml::Error>) -> Refusal {
        self.broken(BrokenXml::Syntax(error.into()))
    }

    fn broken(&self, problem: BrokenXml) -> Refusal {
        self.refused(Reason::BrokenXml(problem))
    }

    /// Refuses at the current line, inside the innermost open element.
    fn refused(&self, reason: Reason) -> Refusal {
        match self.open.last() {
            Some(element) => Refusal {
                line: self.line,
                ..element.refusal(reason)
            },
            None => Refusal::of_file(self.line, reason),
        }
    }

    /// Counts lines up to a byte of the file, never backwards.
    fn move_to(&mut self, offset: u64) -> usize {
        let offset = usize::try_from(offset).unwrap_or(self.text.len());
        self.line += self.text.as_bytes().get(self.counted_to..offset).map_or(0, newlines);
        self.counted_to = self.counted_to.max(offset);
        offset
    }
}

fn space_of(resolved: &ResolveResult<'_>) -> Result<Space, String> {
    match resolved {
        ResolveResult::Unbound => Ok(Space::Unnamed),
        ResolveResult::Unknown(prefix) => Err(String::from_utf8_lossy(prefix).into_owned()),
        ResolveResult::Bound(space) => Ok(match space.as_ref() {
            b"http://www.omg.org/spec/BPMN/20100524/MODEL" => Space::Bpmn,
            b"http://www.omg.org/spec/BPMN/20100524/DI" => Space::BpmnDi,
            b"http://www.omg.org/spec/DD/20100524/DC" => Space::Dc,
            b"http://www.omg.org/spec/DD/20100524/DI" => Space::Di,
            b"http://www.w3.org/XML/1998/namespace" => Space::Xml,
            b"urn:slipway:flow:1" => Space::Slipway,
            _ => Space::Foreign,
        }),
    }
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').skip(1).count()
}

/// The characters that XML 1.0 allows.
fn is_allowed(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
