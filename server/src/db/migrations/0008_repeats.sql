-- Pairs of complaints that a person judged to be two matters: they are not proposed as repeats again. Dated like the
-- rest of the ledger, so that a judgement can be taken back. complaint_id is the lesser id of the two.
create table matter_dismissal (
  region_id bigint not null,
  complaint_id bigint not null,
  other_id bigint not null,
  from_revision integer not null,
  to_revision integer,
  primary key (region_id, complaint_id, other_id, from_revision),
  check (complaint_id < other_id)
);
create index matter_dismissal_from on matter_dismissal (from_revision);
grant select on matter_dismissal to mingjing_reader_all, mingjing_reader_scope, mingjing_writer;
grant insert on matter_dismissal to mingjing_writer;
grant update (to_revision) on matter_dismissal to mingjing_writer;
alter table matter_dismissal enable row level security;
alter table matter_dismissal force row level security;
create policy owner on matter_dismissal to mingjing_owner using (true) with check (true);
create policy writer on matter_dismissal to mingjing_writer using (true) with check (true);
create policy reader_all on matter_dismissal for select to mingjing_reader_all using (true);
create policy reader_scope on matter_dismissal for select to mingjing_reader_scope using (
  exists (select 1 from complaint_version v where v.region_id = matter_dismissal.region_id and v.complaint_id = matter_dismissal.complaint_id));

-- Repeats of one person stand beside one another here, with all that is asked of them, so that a ledger's candidates are
-- found by reading an index in its order.
create index complaint_version_person on complaint_version (person_token, ranked_institution_id, received_on, complaint_id)
  include (register, matter_group_id, region_id) where to_revision is null and person_token is not null and kind = 1 and counted;
-- Equal texts are found by it, unequal ones passed over.
create index complaint_text_match on complaint_text (match_digest) include (region_id, complaint_id, id) where match_digest is not null;
-- What a change merged, to be undone as a whole; matters the latest first.
create index matter_member_from on matter_member (from_revision);

-- The figures of a whole peer group as before, with what the repeat rate counts: all complaints received, whichever way
-- repeats are counted, and those of them that another one represents.
-- It belongs to the reader of all, who alone may drop it.
set local role mingjing_reader_all;
drop function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer);
set local role mingjing_owner;
create function anonymous_group(
  asked_revision integer, asked_group integer, asked_regions bigint[], day_from date, day_to date, stock_day date, overdue_day date,
  asked_register smallint, merged boolean, filters jsonb, max_age integer)
returns table (place integer, own boolean, received integer, closed integer, on_time integer, open integer, overdue integer, days integer[], bases jsonb,
  received_all integer, repeated integer)
language plpgsql stable security definer set search_path = public as $$
declare
  scope bigint[] := scope_institutions();
  member_ids bigint[];
  last_day date := day_to - 1;
begin
  with recursive known as (
    select distinct on (v.institution_id, v.valid_from) v.* from institution_version v
     where v.revision <= asked_revision and not exists (
       select from batch_void b where b.batch_id = v.batch_id and b.from_revision <= asked_revision and (b.to_revision is null or b.to_revision > asked_revision))
     order by v.institution_id, v.valid_from, v.revision desc
  ), at_end as (
    select distinct on (institution_id) institution_id, closed_on,
           case when closed_on < last_day then closed_on else last_day end as decided_on
      from known order by institution_id, (valid_from is null or valid_from <= last_day) desc,
           case when valid_from is null or valid_from <= last_day then coalesce(valid_from, '0001-01-01'::date) end desc, valid_from
  ), decided as (
    select distinct on (k.institution_id) k.*, e.decided_on, e.closed_on as closes_on from known k join at_end e using (institution_id)
     order by k.institution_id, (k.valid_from is null or k.valid_from <= e.decided_on) desc,
           case when k.valid_from is null or k.valid_from <= e.decided_on then coalesce(k.valid_from, '0001-01-01'::date) end desc, k.valid_from
  ), above as (
    select d.institution_id, d.parent_id as node, 1 as depth from decided d where d.ranked is null
    union all
    select a.institution_id, p.parent_id, a.depth + 1 from above a join decided p on p.institution_id = a.node where a.depth < 32
  )
  select array_agg(d.institution_id) into member_ids from decided d
   where d.peer_group_id = asked_group and d.region_id = any (asked_regions)
     and (d.closes_on is null or d.closes_on >= day_from) and (d.opened_on is null or d.opened_on < day_to)
     and coalesce(d.ranked, not exists (
       select from above a join decided p on p.institution_id = a.node where a.institution_id = d.institution_id and coalesce(p.ranked, p.peer_group_id is not null)));

  if not coalesce(member_ids && scope, false) then
    raise exception 'the group is not the caller''s' using errcode = '42501';
  end if;
  if cardinality(member_ids) < 5 then return; end if;

  return query
    with seen as (
      select v.ranked_institution_id as id, v.represents or not merged as counts, v.* from complaint_version v
       where v.ranked_institution_id = any (member_ids) and v.register = asked_register and v.kind = 1 and v.counted
         and v.from_revision <= asked_revision and (v.to_revision is null or v.to_revision > asked_revision)
         and (not filters ? 'category_id' or passes(filters -> 'category_id', v.category_id))
         and (not filters ? 'cause_id' or passes(filters -> 'cause_id', v.cause_id))
         and (not filters ? 'lodging_channel_id' or passes(filters -> 'lodging_channel_id', v.lodging_channel_id))
    ), summed as (
      select s.id,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to) as received,
             count(*) filter (where s.counts and s.status = 2 and s.finished_on >= day_from and s.finished_on < day_to) as closed,
             count(*) filter (where s.counts and s.status = 2 and s.on_time and s.finished_on >= day_from and s.finished_on < day_to) as on_time,
             count(*) filter (where s.counts and s.received_on < stock_day and (s.left_on is null or s.left_on >= stock_day)) as open,
             count(*) filter (where s.counts and s.received_on < stock_day and s.due_on < overdue_day and (s.left_on is null or s.left_on >= stock_day)) as overdue,
             array_agg(s.handling_days order by s.handling_days) filter (where s.counts and s.status = 2 and s.handling_days is not null and s.finished_on >= day_from and s.finished_on < day_to) as days,
             count(*) filter (where s.received_on >= day_from and s.received_on < day_to) as received_all,
             count(*) filter (where not s.represents and s.received_on >= day_from and s.received_on < day_to) as repeated
        from seen s group by s.id
    ), based as (
      select x.institution_id as id, jsonb_object_agg(x.base, x.value) as bases from (
        select distinct on (e.institution_id, e.base) e.institution_id, e.base, e.value from exposure e
         where e.institution_id = any (member_ids) and e.as_of <= last_day and e.as_of >= last_day - max_age and e.revision <= asked_revision
           and not exists (select from batch_void b where b.batch_id = e.batch_id and b.from_revision <= asked_revision and (b.to_revision is null or b.to_revision > asked_revision))
         order by e.institution_id, e.base, e.as_of desc, e.revision desc) x group by x.institution_id
    )
    select (row_number() over (order by md5(m.id::text || asked_revision::text || day_from::text)))::integer, m.id = any (scope),
           coalesce(s.received, 0)::integer, coalesce(s.closed, 0)::integer, coalesce(s.on_time, 0)::integer, coalesce(s.open, 0)::integer,
           coalesce(s.overdue, 0)::integer, coalesce(s.days, '{}'), coalesce(b.bases, '{}'),
           coalesce(s.received_all, 0)::integer, coalesce(s.repeated, 0)::integer
      from unnest(member_ids) m (id) left join summed s on s.id = m.id left join based b on b.id = m.id;
end $$;

-- The function reads as the reader of all, whatever the caller may see.
revoke all on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) from public;
grant execute on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) to mingjing_reader_scope;
grant create on schema public to mingjing_reader_all;
alter function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) owner to mingjing_reader_all;
revoke create on schema public from mingjing_reader_all;
