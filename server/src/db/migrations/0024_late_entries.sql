-- Entries for a closed month: the month that a complaint came into when its office, or one above it, had closed it already.
-- It follows from versions and closings, so verify makes it again; what is written once is never taken back, because the
-- month that a version lies in is compared with it whenever it is read.
create table late_entry (
  region_id bigint not null,
  complaint_id bigint not null,
  month date not null,
  revision integer not null,
  primary key (region_id, complaint_id, month)
);
create index late_entry_month on late_entry (region_id, month);

-- What is late by the versions and closings there are; a security_invoker view would need grants of its own, this runs as who asks.
create function late_entries() returns setof late_entry language sql stable as $$
  with recursive above as (
    select region_id, region_id as node from region
    union
    select a.region_id, r.parent_id from above a join region r on r.region_id = a.node where r.parent_id is not null
  ), closing as (
    select a.region_id, m.month, m.from_revision, m.to_revision from above a join month_close m on m.region_id = a.node
  ), entered as (
    select v.region_id, v.complaint_id, v.month, min(v.from_revision) as revision from complaint_version v
     where v.month in (select c.month from closing c) group by v.region_id, v.complaint_id, v.month
  )
  select e.region_id, e.complaint_id, e.month, e.revision from entered e
   where exists (select from closing c where c.region_id = e.region_id and c.month = e.month
                    and c.from_revision < e.revision and (c.to_revision is null or c.to_revision > e.revision))
$$;
insert into late_entry (region_id, complaint_id, month, revision) select region_id, complaint_id, month, revision from late_entries();

grant select on late_entry to mingjing_reader_all, mingjing_reader_scope, mingjing_writer;
grant insert on late_entry to mingjing_writer;
alter table late_entry enable row level security;
alter table late_entry force row level security;
create policy owner on late_entry to mingjing_owner using (true) with check (true);
create policy writer on late_entry to mingjing_writer using (true) with check (true);
create policy reader_all on late_entry for select to mingjing_reader_all using (true);
create policy reader_scope on late_entry for select to mingjing_reader_scope using (
  exists (select 1 from complaint_version v where v.region_id = late_entry.region_id and v.complaint_id = late_entry.complaint_id));
