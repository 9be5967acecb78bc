-- Who may read and write what. Policies belong to roles; forced on every table that carries region_id or institution_id.
-- mingjing.regions, mingjing.institutions: the viewer's subtrees, set for the transaction; unset or empty: no row.
-- mingjing.text: 'yes' where the viewer may read masked text.

create function scope_regions() returns bigint[] language sql stable parallel safe as $$
  select nullif(current_setting('mingjing.regions', true), '')::bigint[]
$$;
create function scope_institutions() returns bigint[] language sql stable parallel safe as $$
  select nullif(current_setting('mingjing.institutions', true), '')::bigint[]
$$;

grant usage on schema public to mingjing_reader_all, mingjing_reader_scope, mingjing_writer, mingjing_identity, mingjing_unmask, mingjing_app;
grant usage on schema staging to mingjing_writer;
grant select, insert, update, delete on all tables in schema staging to mingjing_writer;
grant usage on all sequences in schema staging to mingjing_writer;
grant usage on all sequences in schema public to mingjing_writer;

do $$
declare
  one record;
  -- Only the writer's counters, rollups and to_revision columns may ever change.
  summed text[] := array['rollup_month', 'rollup_day', 'rollup_stock', 'rollup_handling', 'rollup_cause', 'delta_month', 'delta_day'];
  private text[] := array['user_account', 'user_identity', 'user_grant', 'user_session', 'invitation', 'complaint_original', 'migration'];
  scope text;
begin
  for one in
    select c.relname as name,
           bool_or(a.attname = 'region_id') as has_region,
           bool_or(a.attname = 'institution_id') as has_institution,
           bool_or(a.attname = 'ranked_institution_id') as has_ranked,
           bool_or(a.attname = 'complaint_id') as has_complaint,
           bool_or(a.attname = 'to_revision') as has_end
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     group by c.relname order by c.relname
  loop
    if not one.name = any (private) then
      execute format('grant select on %I to mingjing_reader_all, mingjing_reader_scope, mingjing_writer', one.name);
      execute format('grant insert on %I to mingjing_writer', one.name);
    end if;
    if one.name = any (summed) then
      -- Sums may be made again from the versions.
      execute format('grant update, delete on %I to mingjing_writer', one.name);
    elsif one.name in ('revision_counter', 'job') then
      execute format('grant update on %I to mingjing_writer', one.name);
    elsif one.has_end then
      execute format('grant update (to_revision) on %I to mingjing_writer', one.name);
    end if;
    if not (one.has_region or one.has_institution) then continue; end if;

    execute format('alter table %I enable row level security', one.name);
    execute format('alter table %I force row level security', one.name);
    execute format('create policy owner on %I to mingjing_owner using (true) with check (true)', one.name);
    execute format('create policy writer on %I to mingjing_writer using (true) with check (true)', one.name);
    execute format('create policy reader_all on %I for select to mingjing_reader_all using (true)', one.name);
    if one.name in ('region', 'dictionary_entry', 'dictionary_word', 'word_meaning', 'setting', 'calendar_day', 'month_close', 'series_break', 'complaint_source') then
      scope := 'true';
    elsif one.name = 'complaint_text' then
      scope := 'current_setting(''mingjing.text'', true) = ''yes'' and exists (select 1 from complaint_version v where v.region_id = complaint_text.region_id and v.complaint_id = complaint_text.complaint_id)';
    elsif one.name = 'complaint' then
      scope := 'exists (select 1 from complaint_version v where v.region_id = complaint.region_id and v.complaint_id = complaint.id)';
    elsif one.has_complaint and one.name <> 'complaint_version' then
      scope := format('exists (select 1 from complaint_version v where v.region_id = %I.region_id and v.complaint_id = %I.complaint_id)', one.name, one.name);
    else
      scope := 'region_id = any ((select scope_regions())::bigint[])';
      if one.has_institution then scope := scope || ' or institution_id = any ((select scope_institutions())::bigint[])'; end if;
      if one.has_ranked then scope := scope || ' or ranked_institution_id = any ((select scope_institutions())::bigint[])'; end if;
    end if;
    execute format('create policy reader_scope on %I for select to mingjing_reader_scope using (%s)', one.name, scope);
  end loop;
end $$;

-- The reader of all sees text only where the transaction says that the viewer may.
drop policy reader_all on complaint_text;
create policy reader_all on complaint_text for select to mingjing_reader_all using (current_setting('mingjing.text', true) = 'yes');
-- Redaction overwrites text and person token wherever they lie; nothing else of these rows.
grant update (masked, digest, match_digest) on complaint_text to mingjing_writer;
grant update (person_token) on assertion_value, complaint_version to mingjing_writer;
grant select, insert on complaint_original to mingjing_writer;
grant update (placeholder, zh, en) on region to mingjing_writer;

-- Audit lines come in through one function alone.
revoke insert on audit_line from mingjing_writer;
alter function audit_append(text, bigint, text, text) security definer set search_path = public;
revoke all on function audit_append(text, bigint, text, text) from public;
grant execute on function audit_append(text, bigint, text, text) to mingjing_writer, mingjing_identity, mingjing_unmask;

-- Users, their secrets and grants belong to the identity role.
grant select, insert, update on user_account, user_identity, user_grant, user_session, invitation to mingjing_identity;
grant delete on user_session to mingjing_identity;
grant usage on sequence user_account_id_seq, user_identity_id_seq, user_grant_id_seq to mingjing_identity;
grant select on region, institution, institution_version, batch_void, installation, revision_counter to mingjing_identity;
create policy identity on region for select to mingjing_identity using (true);
create policy identity on institution for select to mingjing_identity using (true);
create policy identity on institution_version for select to mingjing_identity using (true);
create policy identity on batch_void for select to mingjing_identity using (true);

-- Originals are read through a function that demands a reason and writes the audit line in the same transaction.
create function read_original(asked_region bigint, asked_text bigint, asking_id bigint, asking_name text, reason text)
returns text language plpgsql security definer set search_path = public as $$
declare found text;
begin
  if coalesce(btrim(reason), '') = '' then raise exception 'a reason is required' using errcode = '22023'; end if;
  select original into found from complaint_original where region_id = asked_region and text_id = asked_text;
  perform audit_append('UNMASK', asking_id, asking_name, json_build_object('text', asked_text, 'reason', reason)::text);
  return found;
end $$;
revoke all on function read_original(bigint, bigint, bigint, text, text) from public;
grant execute on function read_original(bigint, bigint, bigint, text, text) to mingjing_unmask;
