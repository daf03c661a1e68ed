//! The kinds of record that ids are of. They carry nothing: they keep an employee's id from being used as a group's.

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {
        $($(#[doc = $doc])* #[derive(Debug, Clone, Copy, PartialEq, Eq)] pub enum $name {})*
    };
}

kinds! {
    /// A person known to the organisation, with or without a log-in.
    Employee
    /// A log-in of an employee.
    Account
    /// An access profile: layer A of the rights (F 1.2).
    Profile
    /// A group of employees: layer B of the rights.
    Group
    /// An organisational unit.
    Unit
    /// A physical place of a unit.
    Location
    /// An agreement under which work is done.
    Contract
    /// Working week, holidays and exceptions in a zone.
    Calendar
    /// A folder of release models.
    Portfolio
    /// A preset for releases of one sort.
    Model
    /// A flow, in all its versions.
    Flow
    /// One version of a flow: one BPMN file.
    FlowVersion
    /// How a release was solved or why it was canceled.
    SolutionCategory
    /// Why work may be suspended.
    Justification
    /// A team that carries out scheduled activities.
    ActivityGroup
    /// Something scheduled for a release.
    Activity
    /// Why an activity waits.
    ActivitySuspensionReason
    /// A note of work done on a release.
    Occurrence
    /// What an occurrence is about.
    OccurrenceCategory
    /// Where an occurrence came from.
    OccurrenceOrigin
    /// A mail text.
    MailTemplate
    /// A form that is answered on releases, in all its versions.
    Questionnaire
    /// A form with its answers, on a release.
    AnswerSet
    /// A release.
    Release
    /// A file attached to a record.
    Attachment
    /// One step of one run of a release's flow.
    Task
    /// A configuration item.
    Item
    /// One time a release was on hold.
    Suspension
}
