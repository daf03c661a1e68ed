//! The SQL of every kind, made once from its description. Only words of descriptions get into a text, never words of
//! people; the texts are kept for good, so that each is prepared once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use slipway_db::Sql;

use super::control::{Links, Rows};
use super::kind::{Field, Kind, Target};
use super::lists::{self, Filter, Sort};
use super::{registry, usage};

/// The statements of one kind.
#[derive(Debug)]
pub struct Statements {
    /// One entry, deleted or not.
    pub one: Sql,
    /// Id and revision of every entry, deleted or not.
    pub revisions: Sql,
    /// The entries that are not deleted; filters follow.
    pub list: Sql,
    pub count: Sql,
    pub insert: Sql,
    /// As `insert`, for many rows at once.
    pub load: Sql,
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

/// What is asked about the entries a field refers to.
#[derive(Debug)]
pub struct TargetStatements {
    /// Id, label, whether active, whether deleted; a filter on id follows.
    pub labels: Sql,
    /// Id and label of what may be chosen; filters follow.
    pub choices: Sql,
    /// Ids of what is called so, at most two: more than one is no answer.
    pub called: Sql,
    /// Tag and label of what may be chosen, where entries are referred to by tag.
    pub tags: Option<Sql>,
}

static KINDS: LazyLock<BTreeMap<&'static str, Statements>> =
    LazyLock::new(|| registry::kinds().map(|kind| (kind.target.name, make(kind))).collect());

static TARGETS: LazyLock<BTreeMap<&'static str, TargetStatements>> = LazyLock::new(|| {
    registry::targets()
        .into_iter()
        .map(|target| (target.name, about(&target, registry::is_tagged(target))))
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
        let whole = [
            known.one,
            known.revisions,
            known.list,
            known.count,
            known.insert,
            known.load,
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
        .chain(TARGETS.values().flat_map(|target| {
            [target.labels, target.choices, target.called]
                .into_iter()
                .chain(target.tags)
        }))
        .chain(usage::all())
        .collect()
}

/// How to find the revisions of all entries of each kind.
pub fn revisions() -> impl Iterator<Item = (&'static str, Sql)> {
    KINDS.iter().map(|(name, known)| (*name, known.revisions))
}

/// A statement with a text for good.
pub fn kept(name: String, text: String) -> Sql {
    Sql::new(leaked(name), leaked(text))
}

/// A text for good.
pub fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The columns of the kind's own table, in the order of the fields.
pub fn columns(fields: &'static [Field]) -> Vec<&'static Field> {
    fields
        .iter()
        .flat_map(|field| match field.control.group() {
            Some(inner) => inner.iter().collect(),
            None => Vec::from_iter(field.is_column().then_some(field)),
        })
        .collect()
}

/// Each column as `write` puts it, in a row.
fn each(columns: &[&Field], write: impl Fn(usize, &str) -> String) -> String {
    columns
        .iter()
        .enumerate()
        .map(|(index, field)| write(index, field.column))
        .collect::<Vec<_>>()
        .concat()
}

/// Where the fields' own columns begin in a row of `one` and `list`.
pub const FIRST_COLUMN: usize = 11;

fn make(kind: &'static Kind) -> Statements {
    let Target {
        name, table, active, ..
    } = kind.target;
    let columns = columns(kind.fields);
    let listed = each(&columns, |_, column| format!(", t.{column}"));
    let base = format!(
        "select t.id, t.revision, t.deleted_at, t.folded, {active}, c.at, c.actor, c.actor_name, u.at, u.actor, u.actor_name{listed} \
         from {table} t \
         left join event c on c.record_kind = '{name}' and c.record_id = t.id and c.seq = 1 \
         left join event u on u.record_kind = '{name}' and u.record_id = t.id and u.seq = t.revision"
    );
    let called = |verb: &str| format!("entry.{name}.{verb}");
    Statements {
        one: kept(called("one"), format!("{base} where t.id = $1")),
        revisions: kept(called("revisions"), format!("select id, revision from {table}")),
        list: kept(called("list"), format!("{base} where t.deleted_at is null")),
        count: kept(
            called("count"),
            format!("select count(*) from {table} t where t.deleted_at is null"),
        ),
        insert: insert(table, &columns, called("insert")),
        load: load(table, &columns, called("load")),
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
        sorts: lists::sorts(kind),
        filters: kind
            .fields
            .iter()
            .filter_map(lists::filter)
            .chain(kind.filters.iter().copied())
            .collect(),
    }
}

fn insert(table: &str, columns: &[&Field], called: String) -> Sql {
    let names = each(columns, |_, column| format!(", {column}"));
    let places = each(columns, |index, _| format!(", ${}", index + 4));
    kept(
        called,
        format!("insert into {table} (id, revision, folded{names}) values ($1, $2, $3{places})"),
    )
}

fn load(table: &str, columns: &[&Field], called: String) -> Sql {
    let names = each(columns, |_, column| format!(", {column}"));
    insert(table, columns, called).with_postgres(leaked(format!(
        "copy {table} (id, revision, folded{names}) from stdin binary"
    )))
}

/// `$2` is the revision that was read: an entry that somebody changed meanwhile is not overwritten.
fn save(table: &str, columns: &[&Field], called: String) -> Sql {
    let sets = each(columns, |index, column| format!(", {column} = ${}", index + 5));
    kept(
        called,
        format!(
            "update {table} set revision = $3, folded = $4{sets} where id = $1 and revision = $2 and deleted_at is null"
        ),
    )
}

fn links(name: &str, field: &'static Field) -> Option<(&'static Field, LinkStatements)> {
    let links = field.control.links()?;
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
    let rows = field.control.rows()?;
    let Rows { table, own, fields, .. } = rows;
    let called = |verb: &str| format!("entry.{name}.{}.{verb}", field.name);
    let columns: Vec<&Field> = fields.iter().collect();
    let names = each(&columns, |_, column| format!(", {column}"));
    let read = each(&columns, |_, column| format!(", r.{column}"));
    let places = each(&columns, |index, _| format!(", ${}", index + 3));
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
    field.control.secret()?;
    let text = format!("update {table} set {} = $2 where id = $1", field.column);
    Some((field, kept(format!("entry.{name}.{}", field.name), text)))
}

fn about(target: &Target, is_tagged: bool) -> TargetStatements {
    let Target {
        name,
        table,
        label,
        active,
        ..
    } = *target;
    TargetStatements {
        labels: kept(
            format!("entry.{name}.labels"),
            format!("select t.id, {label}, {active}, t.deleted_at is not null from {table} t"),
        ),
        choices: kept(
            format!("entry.{name}.choices"),
            format!("select t.id, {label} from {table} t where t.deleted_at is null and {active}"),
        ),
        called: kept(
            format!("entry.{name}.called"),
            format!("select t.id from {table} t where t.deleted_at is null and lower({label}) = lower($1) limit 2"),
        ),
        tags: is_tagged.then(|| {
            kept(
                format!("entry.{name}.tags"),
                format!("select t.tag, {label} from {table} t where t.deleted_at is null and {active} order by t.folded, t.tag"),
            )
        }),
    }
}
