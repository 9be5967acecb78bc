-- What is open, by the day it is due: few rows, asked for with every figure of overdue complaints while a day is not over.
create index complaint_version_open on complaint_version (due_on) where to_revision is null and left_on is null;
