-- Questionnaires, which tasks of a model's releases wait for which, and the answers given on releases.
create table questionnaire_category (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index questionnaire_category_name_taken on questionnaire_category (lower(name)) where deleted_at is null;
create table questionnaire (
    id uuid primary key,
    folded text not null,
    title text not null,
    category uuid not null references questionnaire_category (id),
    form text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index questionnaire_title_taken on questionnaire (lower(title)) where deleted_at is null;
-- A form as it stood from a revision of its questionnaire on: given answers keep the questions they answered.
create table questionnaire_version (
    questionnaire uuid not null references questionnaire (id),
    version bigint not null,
    form text not null,
    primary key (questionnaire, version)
);
create table model_questionnaire (
    model uuid not null references model (id),
    position bigint not null,
    questionnaire uuid not null references questionnaire (id),
    task text not null,
    required boolean not null,
    primary key (model, position)
);
create index model_questionnaire_questionnaire on model_questionnaire (questionnaire);
create table release_answer_set (
    id uuid primary key,
    release uuid not null references release (id),
    questionnaire uuid not null,
    version bigint not null,
    task text,
    run bigint not null,
    answers text not null,
    answered_at timestamptz not null,
    answered_by uuid not null references account (id),
    edited_at timestamptz not null,
    edited_by uuid not null references account (id),
    confirmed_at timestamptz,
    confirmed_by uuid references account (id),
    revision bigint not null,
    foreign key (questionnaire, version) references questionnaire_version (questionnaire, version),
    check ((confirmed_at is null) = (confirmed_by is null))
);
create index release_answer_set_release on release_answer_set (release, answered_at);
create index release_answer_set_questionnaire on release_answer_set (questionnaire);
