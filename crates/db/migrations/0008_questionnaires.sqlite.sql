-- Questionnaires, which tasks of a model's releases wait for which, and the answers given on releases.
create table questionnaire_category (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index questionnaire_category_name_taken on questionnaire_category (lower(name)) where deleted_at is null;
create table questionnaire (
    id blob primary key,
    folded text not null,
    title text not null,
    category blob not null references questionnaire_category (id),
    form text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index questionnaire_title_taken on questionnaire (lower(title)) where deleted_at is null;
-- A form as it stood from a revision of its questionnaire on: given answers keep the questions they answered.
create table questionnaire_version (
    questionnaire blob not null references questionnaire (id),
    version integer not null,
    form text not null,
    primary key (questionnaire, version)
) strict;
create table model_questionnaire (
    model blob not null references model (id),
    position integer not null,
    questionnaire blob not null references questionnaire (id),
    task text not null,
    required integer not null,
    primary key (model, position)
) strict;
create index model_questionnaire_questionnaire on model_questionnaire (questionnaire);
create table release_answer_set (
    id blob primary key,
    release blob not null references release (id),
    questionnaire blob not null,
    version integer not null,
    task text,
    run integer not null,
    answers text not null,
    answered_at integer not null,
    answered_by blob not null references account (id),
    edited_at integer not null,
    edited_by blob not null references account (id),
    confirmed_at integer,
    confirmed_by blob references account (id),
    revision integer not null,
    foreign key (questionnaire, version) references questionnaire_version (questionnaire, version),
    check ((confirmed_at is null) = (confirmed_by is null))
) strict;
create index release_answer_set_release on release_answer_set (release, answered_at);
create index release_answer_set_questionnaire on release_answer_set (questionnaire);
