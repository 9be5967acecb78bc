-- A person's correction taken back: a dated row of its own, so that the correction stays as it was made. It is active until
-- this revision.
create table correction_undo (
  region_id bigint not null,
  complaint_id bigint not null,
  corrected_revision integer not null,
  revision integer not null,
  primary key (region_id, complaint_id, corrected_revision),
  foreign key (region_id, complaint_id, corrected_revision) references assertion (region_id, complaint_id, revision)
);
grant select on correction_undo to mingjing_reader_all, mingjing_reader_scope, mingjing_writer;
grant insert on correction_undo to mingjing_writer;
alter table correction_undo enable row level security;
alter table correction_undo force row level security;
create policy owner on correction_undo to mingjing_owner using (true) with check (true);
create policy writer on correction_undo to mingjing_writer using (true) with check (true);
create policy reader_all on correction_undo for select to mingjing_reader_all using (true);
create policy reader_scope on correction_undo for select to mingjing_reader_scope using (
  exists (select 1 from complaint_version v where v.region_id = correction_undo.region_id and v.complaint_id = correction_undo.complaint_id));
