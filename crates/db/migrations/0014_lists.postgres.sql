-- The counters of a large desk read an index alone, and open tasks are found by whose they are.
drop index release_state_number;
create index release_state_number on release (state, number) where deleted_at is null;
drop index release_task_responsible;
create index release_task_responsible on release_task (responsible, release) where completed_at is null;
create index release_task_group on release_task (work_group, responsible, release) where completed_at is null;
create index release_task_open on release_task (release, responsible) where completed_at is null;
