-- A peer group or one institution over years: the primary key leads by month, so that such a question walks every
-- month's entries; by institution it reads only those it needs.
create index rollup_month_institution on rollup_month (institution_id, month);
