//! SQL texts and their names. What a statement reads or writes is the store's business.

/// One statement: a name for errors, logs and tests, and a text that runs on both engines.
///
/// Placeholders are `$1`, `$2`, … and mean the parameter of that number on both engines, in any order.
///
/// ```
/// use slipway_db::Sql;
/// const BY_NUMBER: Sql = Sql::new("release.by_number", "select id, version from release where number = $1");
/// assert_eq!(BY_NUMBER.name(), "release.by_number");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// A statement with one text for both engines.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            sqlite: text,
            postgres: text,
        }
    }

    /// Another text on PostgreSQL: for full-text search and bulk load only, at most 5 % of all statements.
    pub const fn with_postgres(self, text: &'static str) -> Self {
        Self { postgres: text, ..self }
    }

    /// Another text on SQLite, under the same rule as [`Sql::with_postgres`].
    pub const fn with_sqlite(self, text: &'static str) -> Self {
        Self { sqlite: text, ..self }
    }

    /// What errors and logs call this statement.
    pub const fn name(self) -> &'static str {
        self.name
    }

    pub(crate) const fn text(self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }
}

/// The two engines, where a text must differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Defines the statements of a store, each named after its module, and `ALL`, which the tests prepare on both engines.
///
/// ```
/// mod store {
///     slipway_db::statements! {
///         /// The release people call by this number.
///         BY_NUMBER = "select id, version from release where number = $1";
///         COUNT = "select count(*) from release";
///     }
/// }
/// assert!(store::BY_NUMBER.name().ends_with("store::BY_NUMBER"));
/// assert_eq!(store::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $NAME:ident = $text:expr;)*) => {
        $(
            $(#[$meta])*
            pub const $NAME: $crate::Sql =
                $crate::Sql::new(concat!(module_path!(), "::", stringify!($NAME)), $text);
        )*
        /// Every statement of this store, for the test that prepares each on both engines.
        #[allow(dead_code, reason = "read by that test alone")]
        pub const ALL: &[$crate::Sql] = &[$($NAME),*];
    };
}
