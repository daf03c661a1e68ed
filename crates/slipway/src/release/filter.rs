//! Lists of releases: the desk, its counters and the API's list. One closed set of filters, one scope, keyset pages.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use slipway_core::flow::Status;
use slipway_core::id::Id;
use slipway_core::kind::{Account, Contract, Employee, Flow, Group, Model, Portfolio, Unit};
use slipway_core::policy::{Scope, Sight};
use slipway_core::release::Category;
use slipway_db::{Error, ReadTx, Row, Select, Sql, Value, params};

use super::order::Order;
use crate::edge::{Choice, Fault, Reader};
use slipway_core::fold::pattern;

/// What a list shows of each release, in one statement whatever the number of rows (B213). What every release has is
/// joined from the left too: SQLite then begins with the releases, in the order asked, and stops after a page.
const ROWS: Sql = Sql::new(
    "release.filter.rows",
    "select r.number, r.title, e.name, r.created_at, r.priority, r.term_minutes, r.deadline, r.status, r.state, r.closed_at, \
     t.node, g.name, g.acronym, re.name, r.flow, r.flow_version, p.name, m.name, r.category, c.number, c.client, r.planned_start, r.planned_end, \
     r.id, r.requester, r.model, r.contract, r.executor_group, t.responsible, r.version, r.revision, r.updated_at, r.title_folded, \
     (select count(*) from release_share s where s.task = t.id), r.portfolio, r.impact, r.urgency, r.risk \
     from release r left join employee e on e.id = r.requester left join work_group g on g.id = r.executor_group \
     left join portfolio p on p.id = r.portfolio left join model m on m.id = r.model left join contract c on c.id = r.contract \
     left join release_task t on t.id = (select x.id from release_task x where x.release = r.id and x.completed_at is null \
     order by x.opened_at, x.id limit 1) \
     left join account a on a.id = t.responsible left join employee re on re.id = a.employee where r.deleted_at is null",
);
const COUNT: Sql = Sql::new(
    "release.filter.count",
    "select count(*) from release r where r.deleted_at is null",
);
/// Counting stops here unless the caller asks for the exact number: a page need not read what it does not show.
const COUNT_CAP: i64 = 1_000;
const CAPPED: Sql = Sql::new(
    "release.filter.capped",
    "select 1 from release r where r.deleted_at is null",
);

/// The statements of lists, for the test that prepares each on both engines. Filters add to these.
pub const ALL: &[Sql] = &[ROWS, COUNT, CAPPED];

macro_rules! word_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant),* }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(word: &str) -> Result<Self, ()> {
                match word { $($word => Ok($name::$variant),)* _ => Err(()) }
            }
        }

        impl Choice for $name {
            const WORDS: &'static [&'static str] = &[$($word),*];
        }
    };
}

word_enum! {
    /// Open or closed; absent means both (no hidden default).
    State { Open = "open", Closed = "closed" }
}

word_enum! {
    /// Whose task it is (F023, P34).
    Assigned { Me = "me", SharedWithMe = "shared_with_me", MyGroups = "my_groups", Nobody = "nobody" }
}

/// Everything a list can be asked for. All of it combines with AND (B171).
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub words: Option<String>,
    pub number: Option<i64>,
    pub status: Vec<Status>,
    pub state: Option<State>,
    pub priority: Vec<i64>,
    pub contract: Option<Id<Contract>>,
    pub portfolio: Option<Id<Portfolio>>,
    pub model: Option<Id<Model>>,
    pub category: Option<Category>,
    pub unit: Option<Id<Unit>>,
    pub requester: Option<Id<Employee>>,
    pub executor_group: Option<Id<Group>>,
    pub task: Option<String>,
    pub responsible: Option<Id<Account>>,
    /// All of them: the groups' own and nobody's yet is `my_groups,nobody`.
    pub assigned: Vec<Assigned>,
    pub delayed: Option<bool>,
    pub opened: Span,
    pub closed: Span,
    pub planned: Span,
    pub order: Order,
    pub limit: u32,
    /// Where the page begins: the sort keys of the last row before it.
    pub cursor: Option<Vec<Value>>,
    pub exact: bool,
}

/// A period, each side of which may be open (B173).
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

impl Choice for Category {
    const WORDS: &'static [&'static str] = Category::WORDS;
}

/// Reads the query of a list.
pub fn read(reader: &Reader<'_>) -> Filter {
    let order = Order::read(reader);
    Filter {
        words: reader.line("q", 200),
        number: reader.integer("number", 1..=i64::MAX),
        status: listed(reader, "status"),
        state: reader.optional_choice("state"),
        priority: listed::<i64>(reader, "priority"),
        contract: reader.optional_id("contract"),
        portfolio: reader.optional_id("portfolio"),
        model: reader.optional_id("model"),
        category: reader.optional_choice("category"),
        unit: reader.optional_id("unit"),
        requester: reader.optional_id("requester"),
        executor_group: reader.optional_id("executor_group"),
        task: reader.line("task", 64),
        responsible: reader.optional_id("responsible"),
        assigned: listed(reader, "assigned"),
        delayed: reader.flag("delayed"),
        opened: span(reader, "opened_from", "opened_to"),
        closed: span(reader, "closed_from", "closed_to"),
        planned: span(reader, "planned_from", "planned_to"),
        limit: reader
            .integer("limit", 1..=200)
            .and_then(|limit| u32::try_from(limit).ok())
            .unwrap_or(50),
        cursor: order.read_cursor(reader),
        exact: reader.line("count", 8).is_some_and(|count| count == "exact"),
        order,
    }
}

/// `status=solved,canceled`: several values of one field.
fn listed<T: std::str::FromStr>(reader: &Reader<'_>, name: &str) -> Vec<T> {
    let Some(text) = reader.line(name, 200) else {
        return Vec::new();
    };
    let read: Vec<Option<T>> = text.split(',').map(|word| word.trim().parse().ok()).collect();
    if read.iter().any(Option::is_none) {
        reader.refuse(name, "not_a_choice_here");
    }
    read.into_iter().flatten().collect()
}

fn span(reader: &Reader<'_>, from: &str, to: &str) -> Span {
    Span {
        from: edge(reader, from, DayEdge::Start),
        to: edge(reader, to, DayEdge::End),
    }
}

#[derive(Clone, Copy)]
enum DayEdge {
    Start,
    End,
}

/// An instant, or a day, which begins and ends in UTC.
fn edge(reader: &Reader<'_>, name: &str, which: DayEdge) -> Option<Timestamp> {
    let text = reader.line(name, 40)?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let day = text.parse::<jiff::civil::Date>().ok().and_then(|day| match which {
        DayEdge::Start => Some(day),
        DayEdge::End => day.tomorrow().ok(),
    });
    let at = day
        .and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map(|zoned| zoned.timestamp());
    if at.is_none() {
        reader.refuse(name, "not_an_instant");
    }
    at
}

/// A row of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub number: i64,
    pub title: String,
    pub requester: String,
    pub created_at: Timestamp,
    pub priority: i64,
    pub term_minutes: i64,
    pub deadline: Timestamp,
    pub status: Status,
    pub state: String,
    pub closed_at: Option<Timestamp>,
    pub task: Option<String>,
    pub group: String,
    pub group_acronym: String,
    pub responsible: Option<String>,
    pub flow: Id<Flow>,
    pub flow_version: i64,
    pub portfolio: String,
    pub model: String,
    pub category: String,
    pub contract: String,
    pub client: String,
    pub planned_start: Timestamp,
    pub planned_end: Timestamp,
    pub ids: Ids,
    pub version: Option<String>,
    pub revision: i64,
    pub updated_at: Timestamp,
    pub title_folded: String,
    pub n_shares: i64,
    pub levels: [String; 3],
}

/// The ids behind the names of a row.
#[derive(Debug, Clone)]
pub struct Ids {
    pub id: uuid::Uuid,
    pub requester: uuid::Uuid,
    pub model: uuid::Uuid,
    pub contract: uuid::Uuid,
    pub executor_group: uuid::Uuid,
    pub responsible: Option<uuid::Uuid>,
    pub portfolio: uuid::Uuid,
}

fn listed_row(row: &Row<'_>) -> Result<Listed, Error> {
    Ok(Listed {
        number: row.get(0)?,
        title: row.get(1)?,
        requester: row.get(2)?,
        created_at: row.get(3)?,
        priority: row.get(4)?,
        term_minutes: row.get(5)?,
        deadline: row.get(6)?,
        status: row.parse(7)?,
        state: row.get(8)?,
        closed_at: row.get(9)?,
        task: row.get(10)?,
        group: row.get(11)?,
        group_acronym: row.get(12)?,
        responsible: row.get(13)?,
        flow: row.get(14)?,
        flow_version: row.get(15)?,
        portfolio: row.get(16)?,
        model: row.get(17)?,
        category: row.get(18)?,
        contract: row.get(19)?,
        client: row.get(20)?,
        planned_start: row.get(21)?,
        planned_end: row.get(22)?,
        ids: Ids {
            id: row.get(23)?,
            requester: row.get(24)?,
            model: row.get(25)?,
            contract: row.get(26)?,
            executor_group: row.get(27)?,
            responsible: row.get(28)?,
            portfolio: row.get(34)?,
        },
        version: row.get(29)?,
        revision: row.get(30)?,
        updated_at: row.get(31)?,
        title_folded: row.get(32)?,
        n_shares: row.get(33)?,
        levels: [row.get(35)?, row.get(36)?, row.get(37)?],
    })
}

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<Listed>,
    pub next: Option<String>,
    /// How many there are, as far as counted.
    pub total: Total,
}

/// A count that may have stopped early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    Exactly(i64),
    /// At least this many: counting stopped.
    MoreThan(i64),
}

/// Reads a page. The scope comes from the policy and narrows rows and counts alike.
pub fn page(tx: &ReadTx<'_>, scope: &Scope, filter: &Filter, now: Timestamp) -> Result<Page, Fault> {
    let keys = filter.order.sort_keys();
    let mut list = filtered(Select::narrowing(ROWS), scope, filter, now);
    if let Some(last) = &filter.cursor {
        list = list.behind(&keys, last);
    }
    let mut rows = list.order_by(&keys).limit(filter.limit + 1).all(tx, listed_row)?;
    let more = rows.len() > filter.limit as usize;
    rows.truncate(filter.limit as usize);
    let next = rows.last().filter(|_| more).map(|last| filter.order.cursor_of(last));
    Ok(Page {
        rows,
        next,
        total: count(tx, scope, filter, now)?,
    })
}

/// How many releases a filter finds: exactly when asked, else counted up to a thousand.
pub fn count(tx: &ReadTx<'_>, scope: &Scope, filter: &Filter, now: Timestamp) -> Result<Total, Fault> {
    if filter.exact {
        let found = filtered(Select::narrowing(COUNT), scope, filter, now).all(tx, |row| row.get::<i64>(0))?;
        return Ok(Total::Exactly(found.first().copied().unwrap_or(0)));
    }
    let cap = u32::try_from(COUNT_CAP).unwrap_or(u32::MAX);
    let found = filtered(Select::narrowing(CAPPED), scope, filter, now)
        .limit(cap + 1)
        .all(tx, |_| Ok(()))?
        .len();
    let found = i64::try_from(found).unwrap_or(COUNT_CAP);
    Ok(if found > COUNT_CAP {
        Total::MoreThan(COUNT_CAP)
    } else {
        Total::Exactly(found)
    })
}

/// The releases a scope sees; the same rule as the policy's for one release.
const RELATED: &str = "r.requester = $ or r.created_by = $ \
     or exists (select 1 from group_member gm join work_group wg on wg.id = gm.work_group where gm.employee = $ and wg.active \
     and wg.deleted_at is null and (gm.work_group = r.executor_group or gm.work_group = r.first_group \
     or exists (select 1 from group_contract gc join group_flow_permission fp on fp.work_group = gc.work_group \
     where gc.work_group = gm.work_group and gc.contract = r.contract and fp.flow = r.flow) \
     or exists (select 1 from release_task ot where ot.release = r.id and ot.completed_at is null and ot.work_group = gm.work_group) \
     or exists (select 1 from release_task ot join release_share os on os.task = ot.id where ot.release = r.id \
     and ot.completed_at is null and os.work_group = gm.work_group))) \
     or exists (select 1 from release_task ot where ot.release = r.id and ot.completed_at is null and ot.responsible = $) \
     or exists (select 1 from release_task ot join release_share os on os.task = ot.id where ot.release = r.id \
     and ot.completed_at is null and os.account = $)";

/// Keeps the rows whose release `r` a scope sees: for every list that joins releases.
pub(super) fn scoped(list: Select, scope: &Scope) -> Select {
    match scope.sight() {
        Sight::Everything => list,
        Sight::Requested { employee } => list.filter("r.requester = $", *employee),
        Sight::Related { employee, account } => {
            list.filter_all(RELATED, params![employee, account, employee, account, account])
        }
    }
}

fn filtered(list: Select, scope: &Scope, filter: &Filter, now: Timestamp) -> Select {
    let mut list = scoped(list, scope);
    if let Some(state) = filter.state {
        list = list.filter(
            "r.state = $",
            match state {
                State::Open => "open",
                State::Closed => "closed",
            },
        );
    }
    if let Some(words) = &filter.words {
        let number = words
            .trim()
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .parse::<i64>()
            .unwrap_or(-1);
        list = list.filter_all(
            "r.title_folded like $ escape '\\' or r.number = $",
            params![pattern(words), number],
        );
    }
    list = narrowed(list, filter);
    if !filter.status.is_empty() {
        list = list.filter_in("r.status in", filter.status.iter().map(|status| status.as_str()));
    }
    if !filter.priority.is_empty() {
        list = list.filter_in("r.priority in", filter.priority.iter().copied());
    }
    match filter.delayed {
        Some(true) => list = list.filter("r.state = 'open' and r.status <> 'suspended' and r.deadline < $", now),
        Some(false) => list = list.filter("r.state = 'closed' or r.status = 'suspended' or r.deadline >= $", now),
        None => {}
    }
    assigned(periods(list, filter), scope, filter)
}

/// Filters that compare one column with one value.
fn narrowed(mut list: Select, filter: &Filter) -> Select {
    if let Some(number) = filter.number {
        list = list.filter("r.number = $", number);
    }
    if let Some(contract) = filter.contract {
        list = list.filter("r.contract = $", contract);
    }
    if let Some(portfolio) = filter.portfolio {
        list = list.filter("r.portfolio = $", portfolio);
    }
    if let Some(model) = filter.model {
        list = list.filter("r.model = $", model);
    }
    if let Some(category) = filter.category {
        list = list.filter("r.category = $", category.as_str());
    }
    if let Some(unit) = filter.unit {
        list = list.filter("r.unit = $", unit);
    }
    if let Some(requester) = filter.requester {
        list = list.filter("r.requester = $", requester);
    }
    if let Some(group) = filter.executor_group {
        list = list.filter("r.executor_group = $", group);
    }
    if let Some(task) = &filter.task {
        list = list.filter("exists (select 1 from release_task ft where ft.release = r.id and ft.completed_at is null and ft.node = $)", task.as_str());
    }
    if let Some(account) = filter.responsible {
        list = list.filter(HELD, account);
    }
    list
}

fn periods(mut list: Select, filter: &Filter) -> Select {
    let spans: [(Span, &'static str, &'static str); 3] = [
        (filter.opened, "r.created_at >= $", "r.created_at < $"),
        (filter.closed, "r.closed_at >= $", "r.closed_at < $"),
        (filter.planned, "r.planned_end >= $", "r.planned_start < $"),
    ];
    for (span, from, to) in spans {
        if let Some(at) = span.from {
            list = list.filter(from, at);
        }
        if let Some(at) = span.to {
            list = list.filter(to, at);
        }
    }
    list
}

fn assigned(mut list: Select, scope: &Scope, filter: &Filter) -> Select {
    let (employee, account) = scope.person();
    let is_asked = |assigned| filter.assigned.contains(&assigned);
    if is_asked(Assigned::Me) {
        list = list.filter(HELD, account);
    }
    if is_asked(Assigned::SharedWithMe) {
        list = list.filter_all(SHARED, params![account, employee]);
    }
    if is_asked(Assigned::Nobody) {
        list = list.only(FREE);
        // Where nobody holds a task, those of the groups are free too; said so, the index counts them alone.
        if is_asked(Assigned::MyGroups) {
            list = list.filter(FREE_IN_GROUPS, employee);
        }
    } else if is_asked(Assigned::MyGroups) {
        list = list.filter(IN_GROUPS, employee);
    }
    list
}

// People and groups have few open tasks among all: each of these goes from the tasks to the releases.

/// Somebody holds a task of it.
const HELD: &str =
    "r.id in (select ft.release from release_task ft where ft.responsible = $ and ft.completed_at is null)";
/// A task of it is shared with a user, or with a group of an employee.
const SHARED: &str = "r.id in (select ft.release from release_share fs join release_task ft on ft.id = fs.task \
    where ft.completed_at is null and (fs.account = $ or fs.work_group in (select work_group from group_member where employee = $)))";
/// A task of it belongs to a group of an employee.
const IN_GROUPS: &str = "r.id in (select ft.release from release_task ft where ft.completed_at is null \
    and ft.work_group in (select work_group from group_member where employee = $))";
const FREE_IN_GROUPS: &str = "r.id in (select ft.release from release_task ft where ft.completed_at is null and ft.responsible is null \
    and ft.work_group in (select work_group from group_member where employee = $))";
/// It is open, and nobody holds any task of it.
const FREE: &str = "r.state = 'open' and not exists (select 1 from release_task ft where ft.release = r.id and ft.completed_at is null \
    and ft.responsible is not null)";

/// The query parameters of a list, for the API's document.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("q", "Words of the title, or a number"),
    ("number", "The number"),
    ("status", "One or more statuses, separated by commas"),
    ("state", "open or closed; absent means both"),
    ("priority", "One or more priorities, separated by commas"),
    ("contract", "Contract id"),
    ("portfolio", "Portfolio id"),
    ("model", "Model id"),
    ("category", "minor, major, significant or emergency"),
    ("unit", "Unit id"),
    ("requester", "Employee id"),
    ("executor_group", "Group id"),
    ("task", "Id of the current task in its flow"),
    ("responsible", "User id"),
    (
        "assigned",
        "me, shared_with_me, my_groups or nobody; several, separated by commas, must all hold",
    ),
    ("delayed", "true or false"),
    ("opened_from", "Instant or day"),
    ("opened_to", "Instant or day, the day included"),
    ("closed_from", "Instant or day"),
    ("closed_to", "Instant or day, the day included"),
    ("planned_from", "Instant or day"),
    ("planned_to", "Instant or day, the day included"),
    (
        "sort",
        "number, created_at, updated_at, deadline, priority, planned_start or title; a minus before it turns it round",
    ),
    ("limit", "1 to 200, 50 unless said"),
    ("cursor", "The `next` of the page before"),
    ("count", "exact adds `total`"),
];

/// Reads a query as given in an address.
pub fn from_query(query: &Map<String, Json>) -> Result<Filter, Fault> {
    crate::edge::reader::read(&Json::Object(query.clone()), read)
}
