-- What a day of the working-day calendar is called: 国庆节, 调休. Beside calendar_day, whose rows' digests are kept as they are.
create table calendar_name (
  region_id bigint not null references region,
  day date not null,
  name text not null,
  from_revision integer not null,
  to_revision integer,
  primary key (region_id, day, from_revision)
);
grant select on calendar_name to mingjing_reader_all, mingjing_reader_scope, mingjing_writer;
grant insert on calendar_name to mingjing_writer;
grant update (to_revision) on calendar_name to mingjing_writer;
alter table calendar_name enable row level security;
alter table calendar_name force row level security;
create policy owner on calendar_name to mingjing_owner using (true) with check (true);
create policy writer on calendar_name to mingjing_writer using (true) with check (true);
create policy reader_all on calendar_name for select to mingjing_reader_all using (true);
create policy reader_scope on calendar_name for select to mingjing_reader_scope using (true);
