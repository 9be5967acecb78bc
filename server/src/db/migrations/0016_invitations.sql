-- A one-time link may belong to an institution's user, may hold for a time only, may be withdrawn before it is used, and
-- may give a user who is there another password.
alter table invitation
  alter column role drop not null,
  alter column scope_region drop not null,
  add column scope_institution bigint,
  add column user_id bigint references user_account,
  add column starts_on date,
  add column ends_on date,
  add column created_by text,
  add column created_at timestamptz not null default now(),
  add column withdrawn_at timestamptz,
  add constraint invitation_is_for check (
    case when user_id is null then role is not null and (scope_region is null) <> (scope_institution is null)
    else role is null and scope_region is null and scope_institution is null end);
