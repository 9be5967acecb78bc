-- What a bank's own ledger brings beside the columns that were there: the numbers that other systems gave a work order,
-- its status as written, and the day of the reply.
alter table complaint_version
  add column source_number text, add column regulator_number text, add column replied_on date, add column work_order_status_word_id integer;
alter table assertion_value
  add column source_number text, add column regulator_number text, add column replied_on date, add column work_order_status_word_id integer;
alter table staging.complaint
  add column severity_word text, add column complainant_count integer, add column rights_domain_word text,
  add column rights_domain_detail_word text, add column right_infringed_word text, add column means_of_handling_word text,
  add column complainant_type_word text, add column age_band smallint, add column first_receiver_word text,
  add column mediation_word text, add column on_site boolean, add column source_number text, add column regulator_number text,
  add column replied_on date, add column work_order_status_word text;
