-- Who carries out the activities of a group, and the files of an execution.
alter table activity_group add column description text;
alter table activity_group add column start_on text;
alter table activity_group add column work_group blob references work_group (id);
create index activity_group_work_group on activity_group (work_group);
alter table attachment add column activity blob references activity (id);
create index attachment_activity on attachment (activity) where activity is not null;
