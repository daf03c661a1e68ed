//! The SQL of every kind, made once from its description. Only words of descriptions get into a text, never words of
//! people; the texts are kept for good, so that each is prepared once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use slipway_db::Sql;

use super::kind::{Control, Field, Kind, Links, Rows, Target};
use super::{registry, usage};

/// The statements of one kind.
#[derive(Debug)]
pub struct Statements {
    /// One entry, deleted or not.
    pub one: Sql,
    /// The revision of an entry, deleted or not.
    pub revision: Sql,
    /// The entries that are not deleted; filters follow.
    pub list: Sql,
    pub count: Sql,
    pub insert: Sql,
    pub save: Sql,
    pub remove: Sql,
    pub links: Vec<(&'static Field, LinkStatements)>,
    pub rows: Vec<(&'static Field, RowStatements)>,
    pub secrets: Vec<(&'static Field, Sql)>,
    pub sorts: Vec<Sort>,
    pub filters: Vec<Filter>,
}

/// Pairs with entries of another kind.
#[derive(Debug)]
pub struct LinkStatements {
    pub links: Links,
    /// Pairs `(own, other)`; `of_those` and `in_order` follow.
    pub of: Sql,
    pub of_those: &'static str,
    pub in_order: &'static str,
    pub add: Sql,
    pub drop: Sql,
    /// The own side of all pairs with one other.
    pub mirrored: Sql,
    /// Gives the other side its new revision.
    pub touch: Sql,
}

/// Inner objects in a table of their own.
#[derive(Debug)]
pub struct RowStatements {
    pub rows: Rows,
    /// Rows as `own` and the fields; `of_those` and `in_order` follow.
    pub of: Sql,
    pub of_those: &'static str,
    pub in_order: &'static str,
    pub clear: Sql,
    pub add: Sql,
}

/// One way to order a list, ties broken by id.
#[derive(Debug)]
pub struct Sort {
    pub word: &'static str,
    /// The field the order is by; none for the folded title and for the order of creation.
    pub field: Option<&'static Field>,
    pub up: Direction,
    pub down: Direction,
}

#[derive(Debug)]
pub struct Direction {
    pub order: &'static str,
    pub after: &'static str,
}

/// One way to narrow a list.
#[derive(Debug)]
pub struct Filter {
    pub name: &'static str,
    /// What the asked value is one of.
    pub control: Control,
    pub fragment: &'static str,
}

/// What is asked about the entries a field refers to.
#[derive(Debug)]
pub struct TargetStatements {
    pub target: Target,
    /// Id, label, whether active, whether deleted; a filter on id follows.
    pub labels: Sql,
    /// Id and label of what may be chosen; filters follow.
    pub choices: Sql,
}

static KINDS: LazyLock<BTreeMap<&'static str, Statements>> =
    LazyLock::new(|| registry::kinds().map(|kind| (kind.target.name, make(kind))).collect());

static TARGETS: LazyLock<BTreeMap<&'static str, TargetStatements>> = LazyLock::new(|| {
    registry::targets()
        .into_iter()
        .map(|target| (target.name, about(target)))
        .collect()
});

/// The statements of a kind; none of a kind that `registry` does not list.
pub fn of(kind: &Kind) -> Option<&'static Statements> {
    KINDS.get(kind.target.name)
}

/// The statements about a target, by its name.
pub fn about_target(name: &str) -> Option<&'static TargetStatements> {
    TARGETS.get(name)
}

/// Every statement of every kind, for the test that prepares each on both engines.
pub fn statements() -> Vec<Sql> {
    let of_kinds = KINDS.values().flat_map(|known| {
        let whole = [known.one, known.revision,
            known.list,
            known.count,
            known.insert,
            known.save,
            known.remove,
        ];
        let links = known
            .links
            .iter()
            .flat_map(|(_, link)| [link.of, link.add, link.drop, link.mirrored, link.touch]);
        let rows = known.rows.iter().flat_map(|(_, row)| [row.of, row.clear, row.add]);
        let secrets = known.secrets.iter().map(|(_, secret)| *secret);
        whole.into_iter().chain(links).chain(rows).chain(secrets)
    });
    of_kinds
        .chain(TARGETS.values().flat_map(|target| [target.labels, target.choices]))
        .chain(usage::all())
        .collect()
}

/// How to find the revision of an entry, by the kind its history says.
pub fn revisions() -> impl Iterator<Item = (&'static str, Sql)> {
    KINDS.iter().map(|(name, known)| (*name, known.revision))
}

/// A statement with a text for good.
pub fn kept(name: String, text: String) -> Sql {
    Sql::new(leaked(name), leaked(text))
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The columns of the kind's own table, in the order of the fields.
pub fn columns(fields: &'static [Field]) -> Vec<&'static Field> {
    fields
        .iter()
        .flat_map(|field| match field.control {
            Control::Group(inner) => inner.iter().collect(),
            _ if field.is_column() => vec![field],
            _ => Vec::new(),
        })
        .collect()
}

/// Where the fields' own columns begin in a row of `one` and `list`.
pub const FIRST_COLUMN: usize = 11;

fn make(kind: &'static Kind) -> Statements {
    let Target {
        name, table, active, ..
    } = kind.target;
    let columns = columns(kind.fields);
    let listed: String = columns.iter().map(|field| format!(", t.{}", field.column)).collect();
    let base = format!(
        "select t.id, t.revision, t.deleted_at, t.folded, {active}, c.at, c.actor, c.actor_name, u.at, u.actor, u.actor_name{listed} \
         from {table} t \
         left join event c on c.record_kind = '{name}' and c.record_id = t.id and c.seq = 1 \
         left join event u on u.record_kind = '{name}' and u.record_id = t.id and u.seq = t.revision"
    );
    let called = |verb: &str| format!("entry.{name}.{verb}");
    Statements {
        one: kept(called("one"), format!("{base} where t.id = $1")),
        revision: kept(called("revision"), format!("select revision from {table} where id = $1")),
        list: kept(called("list"), format!("{base} where t.deleted_at is null")),
        count: kept(
            called("count"),
            format!("select count(*) from {table} t where t.deleted_at is null"),
        ),
        insert: insert(table, &columns, called("insert")),
        save: save(table, &columns, called("save")),
        remove: kept(
            called("remove"),
            format!(
                "update {table} set deleted_at = $3, revision = $4 where id = $1 and revision = $2 and deleted_at is null"
            ),
        ),
        links: kind.fields.iter().filter_map(|field| links(name, field)).collect(),
        rows: kind.fields.iter().filter_map(|field| rows(name, field)).collect(),
        secrets: kind
            .fields
            .iter()
            .filter_map(|field| secret(table, name, field))
            .collect(),
        sorts: sorts(kind),
        filters: kind.fields.iter().filter_map(filter).collect(),
    }
}

fn insert(table: &str, columns: &[&Field], called: String) -> Sql {
    let names: String = columns.iter().map(|field| format!(", {}", field.column)).collect();
    let places: String = (0..columns.len()).map(|index| format!(", ${}", index + 4)).collect();
    kept(
        called,
        format!("insert into {table} (id, revision, folded{names}) values ($1, $2, $3{places})"),
    )
}

/// `$2` is the revision that was read: an entry that somebody changed meanwhile is not overwritten.
fn save(table: &str, columns: &[&Field], called: String) -> Sql {
    let sets: String = columns
        .iter()
        .enumerate()
        .map(|(index, field)| format!(", {} = ${}", field.column, index + 5))
        .collect();
    kept(
        called,
        format!(
            "update {table} set revision = $3, folded = $4{sets} where id = $1 and revision = $2 and deleted_at is null"
        ),
    )
}

fn links(name: &str, field: &'static Field) -> Option<(&'static Field, LinkStatements)> {
    let Control::Links(links) = field.control else {
        return None;
    };
    let Links {
        table,
        own,
        other,
        target,
        ..
    } = links;
    let called = |verb: &str| format!("entry.{name}.{}.{verb}", field.name);
    let statements = LinkStatements {
        links,
        of: kept(called("of"), format!("select l.{own}, l.{other} from {table} l")),
        of_those: leaked(format!("l.{own} in")),
        in_order: leaked(format!("l.{own}, l.{other}")),
        add: kept(
            called("add"),
            format!("insert into {table} ({own}, {other}) values ($1, $2)"),
        ),
        drop: kept(
            called("drop"),
            format!("delete from {table} where {own} = $1 and {other} = $2"),
        ),
        mirrored: kept(
            called("mirrored"),
            format!("select {own} from {table} where {other} = $1 order by {own}"),
        ),
        touch: kept(
            called("touch"),
            format!("update {} set revision = $2 where id = $1", target.table),
        ),
    };
    Some((field, statements))
}

fn rows(name: &str, field: &'static Field) -> Option<(&'static Field, RowStatements)> {
    let Control::Rows(rows) = field.control else {
        return None;
    };
    let Rows { table, own, fields, .. } = rows;
    let called = |verb: &str| format!("entry.{name}.{}.{verb}", field.name);
    let names: String = fields.iter().map(|field| format!(", {}", field.column)).collect();
    let read: String = fields.iter().map(|field| format!(", r.{}", field.column)).collect();
    let places: String = (0..fields.len()).map(|index| format!(", ${}", index + 3)).collect();
    let statements = RowStatements {
        rows,
        of: kept(called("of"), format!("select r.{own}{read} from {table} r")),
        of_those: leaked(format!("r.{own} in")),
        in_order: leaked(format!("r.{own}, r.position")),
        clear: kept(called("clear"), format!("delete from {table} where {own} = $1")),
        add: kept(
            called("add"),
            format!("insert into {table} ({own}, position{names}) values ($1, $2{places})"),
        ),
    };
    Some((field, statements))
}

fn secret(table: &str, name: &str, field: &'static Field) -> Option<(&'static Field, Sql)> {
    let Control::Secret(_) = field.control else { return None };
    let text = format!("update {table} set {} = $2 where id = $1", field.column);
    Some((field, kept(format!("entry.{name}.{}", field.name), text)))
}

fn sorts(kind: &'static Kind) -> Vec<Sort> {
    let fields = kind.sorts.iter().filter_map(|name| kind.field(name));
    let by_field = fields.map(|field| sort(field.name, Some(field), &format!("t.{}", field.column)));
    let created = Sort {
        word: "created_at",
        field: None,
        up: Direction {
            order: "t.id",
            after: "t.id > $",
        },
        down: Direction {
            order: "t.id desc",
            after: "t.id < $",
        },
    };
    std::iter::once(sort("name", None, "t.folded"))
        .chain(by_field)
        .chain([created])
        .collect()
}

fn sort(word: &'static str, field: Option<&'static Field>, column: &str) -> Sort {
    Sort {
        word,
        field,
        up: Direction {
            order: leaked(format!("{column}, t.id")),
            after: leaked(format!("({column}, t.id) > ($, $)")),
        },
        down: Direction {
            order: leaked(format!("{column} desc, t.id desc")),
            after: leaked(format!("({column}, t.id) < ($, $)")),
        },
    }
}

/// Lists narrow by references, links, words and flags: by everything that is one of few.
fn filter(field: &'static Field) -> Option<Filter> {
    let column = format!("t.{} = $", field.column);
    let (name, control, fragment) = match field.control {
        Control::Reference(_) | Control::Flag { .. } | Control::Choice { .. } | Control::Situation => {
            (field.name, field.control, column)
        }
        Control::Links(Links {
            table,
            own,
            other,
            target,
            ..
        }) => {
            let fragment = format!("exists (select 1 from {table} l where l.{own} = t.id and l.{other} = $)");
            (target.name, Control::Reference(target), fragment)
        }
        Control::Line { .. }
        | Control::Icon
        | Control::Text { .. }
        | Control::Email
        | Control::Zone
        | Control::Number { .. }
        | Control::Date
        | Control::Time
        | Control::Words { .. }
        | Control::Matrix(_)
        | Control::Group(_)
        | Control::Rows(_)
        | Control::Secret(_)
        | Control::Computed(_) => return None,
    };
    Some(Filter {
        name,
        control,
        fragment: leaked(fragment),
    })
}

fn about(target: Target) -> TargetStatements {
    let Target {
        name,
        table,
        label,
        active,
        ..
    } = target;
    TargetStatements {
        target,
        labels: kept(
            format!("entry.{name}.labels"),
            format!("select t.id, {label}, {active}, t.deleted_at is not null from {table} t"),
        ),
        choices: kept(
            format!("entry.{name}.choices"),
            format!("select t.id, {label} from {table} t where t.deleted_at is null and {active}"),
        ),
    }
}
