-- How long a release took, measured once when it closes.
alter table release add column attendance_minutes integer;
alter table release add column capture_minutes integer;
alter table release add column delay_minutes integer;
