-- Two characters of Chinese are enough to look for: a text is found by its pairs of neighbouring characters, and then read
-- again for the whole of what is looked for. Case and width are ignored, blanks too.
create function text_folded(written text) returns text language sql immutable parallel safe as $$
  select regexp_replace(lower(normalize(written, NFKC)), '\s+', '', 'g')
$$;
create function text_pairs(written text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct c[i] || c[i + 1]), '{}')
    from (select string_to_array(public.text_folded(written), null) as c) folded, generate_series(1, cardinality(c) - 1) i
$$;
create index complaint_text_pairs on complaint_text using gin (text_pairs(masked));

-- Under row security a condition that is not leakproof is kept from the index, so the index is asked here, as the reader of
-- all; who calls it reads no more than ids, and only where the transaction says that the viewer may read texts. Whose
-- complaints they are is for the caller's own rows to say.
create function texts_holding(wanted text) returns setof bigint language sql stable security definer set search_path = public as $$
  select t.id from complaint_text t
   where current_setting('mingjing.text', true) = 'yes'
     and text_pairs(t.masked) @> text_pairs(wanted)
     and strpos(text_folded(t.masked), text_folded(wanted)) > 0
$$;
revoke all on function texts_holding(text) from public;
grant execute on function texts_holding(text) to mingjing_reader_all, mingjing_reader_scope;
