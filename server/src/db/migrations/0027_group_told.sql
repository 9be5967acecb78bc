-- The figures of a whole peer group as before, with what its members' returns and assessments tell where asked_given names
-- them ({return,assessment}): totals, stated rates and scores of the period and of what lies in it, for each member, without a
-- name. listed: a return of the group or one that lists institutions or groups tells more than members told themselves.
-- It belongs to the reader of all, who alone may drop it.
set local role mingjing_reader_all;
drop function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer, jsonb);
set local role mingjing_owner;
create function anonymous_group(
  asked_revision integer, asked_group integer, asked_regions bigint[], day_from date, day_to date, stock_day date, overdue_day date,
  asked_register smallint, merged boolean, filters jsonb, max_age integer, marks jsonb, asked_given text[])
returns table (place integer, own boolean, received integer, closed integer, on_time integer, open integer, overdue integer, days integer[], bases jsonb,
  received_all integer, repeated integer, decided integer, upheld integer, answered integer, satisfied integer, major integer,
  priced integer, amount_low bigint, amount_high bigint, told jsonb, scores jsonb, listed boolean)
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
         and (not filters ? 'service_channel_id' or passes(filters -> 'service_channel_id', v.service_channel_id))
         and (not filters ? 'upheld_id' or passes(filters -> 'upheld_id', v.upheld_id))
         and (not filters ? 'satisfaction_id' or passes(filters -> 'satisfaction_id', v.satisfaction_id))
         and (not filters ? 'status' or passes(filters -> 'status', v.status::integer))
         and (not filters ? 'severity_word_id' or passes(filters -> 'severity_word_id', coalesce(v.severity_word_id, 0)))
         and (not filters ? 'rights_domain_word_id' or passes(filters -> 'rights_domain_word_id', coalesce(v.rights_domain_word_id, -v.category_id)))
         and (not filters ? 'right_infringed_word_id' or passes(filters -> 'right_infringed_word_id', coalesce(v.right_infringed_word_id, 0)))
         and (not filters ? 'complainant_type_word_id' or passes(filters -> 'complainant_type_word_id', coalesce(v.complainant_type_word_id, 0)))
         and (not filters ? 'means_of_handling_word_id' or passes(filters -> 'means_of_handling_word_id', coalesce(v.means_of_handling_word_id, 0)))
         and (not filters ? 'work_order_source_word_id' or passes(filters -> 'work_order_source_word_id', coalesce(v.work_order_source_word_id, 0)))
    ), summed as (
      select s.id,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to) as received,
             count(*) filter (where s.counts and s.status = 2 and s.finished_on >= day_from and s.finished_on < day_to) as closed,
             count(*) filter (where s.counts and s.status = 2 and s.on_time and s.finished_on >= day_from and s.finished_on < day_to) as on_time,
             count(*) filter (where s.counts and s.received_on < stock_day and (s.left_on is null or s.left_on >= stock_day)) as open,
             count(*) filter (where s.counts and s.received_on < stock_day and s.due_on < overdue_day and (s.left_on is null or s.left_on >= stock_day)) as overdue,
             array_agg(s.handling_days order by s.handling_days) filter (where s.counts and s.status = 2 and s.handling_days is not null and s.finished_on >= day_from and s.finished_on < day_to) as days,
             count(*) filter (where s.received_on >= day_from and s.received_on < day_to) as received_all,
             count(*) filter (where not s.represents and s.received_on >= day_from and s.received_on < day_to) as repeated,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to and marks -> 'decided' @> to_jsonb(s.upheld_id)) as decided,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to and marks -> 'upheld' @> to_jsonb(s.upheld_id)) as upheld,
             count(*) filter (where s.counts and s.status = 2 and s.finished_on >= day_from and s.finished_on < day_to and marks -> 'answered' @> to_jsonb(s.satisfaction_id)) as answered,
             count(*) filter (where s.counts and s.status = 2 and s.finished_on >= day_from and s.finished_on < day_to and marks -> 'satisfied' @> to_jsonb(s.satisfaction_id)) as satisfied,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to and (marks -> 'majorWords' @> to_jsonb(coalesce(s.severity_word_id, 0)) or (coalesce(s.complainant_count, 0) >= (marks ->> 'majorComplainants')::integer and s.on_site is not false))) as major,
             count(*) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to and s.amount_fen is not null) as priced,
             sum(s.amount_fen % 100000000) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to) as amount_low,
             sum(s.amount_fen / 100000000) filter (where s.counts and s.received_on >= day_from and s.received_on < day_to) as amount_high
        from seen s group by s.id
    ), based as (
      select x.institution_id as id, jsonb_object_agg(x.base, x.value) as bases from (
        select distinct on (e.institution_id, e.base) e.institution_id, e.base, e.value from exposure e
         where e.institution_id = any (member_ids) and e.as_of <= last_day and e.as_of >= last_day - max_age and e.revision <= asked_revision
           and not exists (select from batch_void b where b.batch_id = e.batch_id and b.from_revision <= asked_revision and (b.to_revision is null or b.to_revision > asked_revision))
         order by e.institution_id, e.base, e.as_of desc, e.revision desc) x group by x.institution_id
    ), returned as (
      select r.* from filed_return r
       where 'return' = any (asked_given) and r.region_id = any (asked_regions) and r.register = asked_register
         and r.period_from >= day_from and r.period_end <= day_to and r.revision <= asked_revision
         and not exists (select from batch_void b where b.batch_id = r.batch_id and b.from_revision <= asked_revision and (b.to_revision is null or b.to_revision > asked_revision))
    ), telling as (
      select x.institution_id as id, jsonb_agg(jsonb_build_object(
               'periodFrom', x.period_from, 'periodEnd', x.period_end, 'form', x.form, 'total', x.total::text, 'revision', x.revision,
               'rates', (select coalesce(jsonb_agg(jsonb_build_object('unit', c.unit, 'value', c.value::text) order by c.ordinal), '[]') from return_cell c
                          where c.region_id = x.region_id and c.return_id = x.id and c.measure = 'rate' and c.value is not null and cardinality(c.path) = 0))
               order by x.revision, x.period_from, x.period_end, x.form) as told
        from (
          select distinct on (r.institution_id, r.period_from, r.period_end, r.form) r.* from returned r
           where r.subject = 1 and r.institution_id = any (member_ids)
           order by r.institution_id, r.period_from, r.period_end, r.form, r.revision desc, r.id desc) x group by x.institution_id
    ), scored as (
      select x.institution_id as id, jsonb_agg(jsonb_build_object(
               'periodFrom', x.period_from, 'periodEnd', x.period_end, 'score', x.score::text, 'revision', x.revision) order by x.revision, x.scheme) as scores
        from (
          select distinct on (a.institution_id, a.scheme, a.period_from, a.period_end) a.* from assessment_result a
           where 'assessment' = any (asked_given) and a.institution_id = any (member_ids) and a.region_id = any (asked_regions)
             and a.period_from = day_from and a.period_end = day_to and a.revision <= asked_revision
             and not exists (select from batch_void b where b.batch_id = a.batch_id and b.from_revision <= asked_revision and (b.to_revision is null or b.to_revision > asked_revision))
           order by a.institution_id, a.scheme, a.period_from, a.period_end, a.revision desc, a.id desc) x group by x.institution_id
    ), listing as (
      select exists (select from returned r where r.peer_group_id = asked_group or exists (
        select from return_cell c where c.region_id = r.region_id and c.return_id = r.id and c.measure = 'count' and c.value is not null
           and not c.partial and cardinality(c.path) > 0 and c.breakdown in ('institution', 'peerGroup'))) as found
    )
    select (row_number() over (order by md5(m.id::text || asked_revision::text || day_from::text)))::integer, m.id = any (scope),
           coalesce(s.received, 0)::integer, coalesce(s.closed, 0)::integer, coalesce(s.on_time, 0)::integer, coalesce(s.open, 0)::integer,
           coalesce(s.overdue, 0)::integer, coalesce(s.days, '{}'), coalesce(b.bases, '{}'),
           coalesce(s.received_all, 0)::integer, coalesce(s.repeated, 0)::integer, coalesce(s.decided, 0)::integer, coalesce(s.upheld, 0)::integer,
           coalesce(s.answered, 0)::integer, coalesce(s.satisfied, 0)::integer, coalesce(s.major, 0)::integer, coalesce(s.priced, 0)::integer,
           coalesce(s.amount_low, 0)::bigint, coalesce(s.amount_high, 0)::bigint,
           coalesce(t.told, '[]'), coalesce(c.scores, '[]'), l.found
      from unnest(member_ids) m (id) cross join listing l
      left join summed s on s.id = m.id left join based b on b.id = m.id left join telling t on t.id = m.id left join scored c on c.id = m.id;
end $$;

-- The function reads as the reader of all, whatever the caller may see.
revoke all on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer, jsonb, text[]) from public;
grant execute on function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer, jsonb, text[]) to mingjing_reader_scope;
grant create on schema public to mingjing_reader_all;
alter function anonymous_group(integer, integer, bigint[], date, date, date, date, smallint, boolean, jsonb, integer, jsonb, text[]) owner to mingjing_reader_all;
revoke create on schema public from mingjing_reader_all;
