-- Originals of masked texts, for jurisdictions whose setting keeps them: sealed by the server before they are staged, so
-- that no table and no backup can be read without the key. They end with their retention, or with a redaction.
alter table staging.complaint add column text_sealed text;
grant delete on complaint_original to mingjing_writer;
