-- The figures of a whole peer group for somebody who may see one member of it: one row a member, without names, in an
-- order that says nothing, `own` true for the caller's own institutions. It refuses a group that none of the caller's
-- institutions belongs to, and gives no row for a group of fewer than five members.
-- Counts follow data.md 3, 5 and 6, read from the versions as of the revision: received and closed in [day_from, day_to),
-- open at stock_day, overdue those of them due before overdue_day (while a day is not over, what is due on it is not overdue). filters: {"category_id": {"include": [1], "exclude": [2]}, …} over the
-- columns category_id, cause_id, lodging_channel_id. bases: the latest exposures not after the period's end and not
-- older than max_age days. days: the handling days of what was closed, one element a complaint.
create function anonymous_group(
  asked_revision integer, asked_group integer, asked_regions bigint[], day_from date, day_to date, stock_day date, overdue_day date,
  asked_register smallint, merged boolean, filters jsonb, max_age integer)
returns table (place integer, own boolean, received integer, closed integer, on_time integer, open integer, overdue integer, days integer[], bases jsonb)
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
      select v.ranked_institution_id as id, v.* from complaint_version v
       where v.ranked_institution_id = any (member_ids) and v.register = asked_register and v.kind = 1 and v.counted
         and (v.represents or not merged)
         and v.from_revision <= asked_revision and (v.to_revision is null or v.to_revision > asked_revision)
         and (not filters ? 'category_id' or passes(filters -> 'category_id', v.category_id))
         and (not filters ? 'cause_id' or passes(filters -> 'cause_id', v.cause_id))
         and (not filters ? 'lodging_channel_id' or passes(filters -> 'lodging_channel_id', v.lodging_channel_id))
    ), summed as (
      select s.id,
             count(*) filter (where s.received_on >= day_from and s.received_on < day_to) as received,
             count(*) filter (where s.status = 2 and s.finished_on >= day_from and s.finished_on < day_to) as closed,
             count(*) filter (where s.status = 2 and s.on_time and s.finished_on >= day_from and s.finished_on < day_to) as on_time,
             count(*) filter (where s.received_on < stock_day and (s.left_on is null or s.left_on >= stock_day)) as open,
             count(*) filter (where s.received_on < stock_day and s.due_on < overdue_day and (s.left_on is null or s.left_on >= stock_day)) as overdue,
             array_agg(s.handling_days order by s.handling_days) filter (where s.status = 2 and s.handling_days is not null and s.finished_on >= day_from and s.finished_on < day_to) as days
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
           coalesce(s.overdue, 0)::integer, coalesce(s.days, '{}'), coalesce(b.bases, '{}')
      from unnest(member_ids) m (id) left join summed s on s.id = m.id left join based b on b.id = m.id;
end $$;

create function passes(rule jsonb, value integer) returns boolean language sql immutable as $$
  select (not rule ? 'include' or rule -> 'include' @> to_jsonb(value)) and not coalesce(rule -> 'exclude' @> to_jsonb(value), false)
$$;

-- The function reads as the reader of all, whatever the caller may see.
revoke all on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) from public;
grant execute on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) to mingjing_reader_scope;
grant create on schema public to mingjing_reader_all;
alter function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer) owner to mingjing_reader_all;
revoke create on schema public from mingjing_reader_all;
