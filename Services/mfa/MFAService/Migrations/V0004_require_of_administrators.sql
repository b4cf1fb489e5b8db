-- A new portal asks a second factor of its administrators, from the first one's first sign-in on. A policy that somebody
-- has set stays as it is.
UPDATE factor_policy SET required_of_roles = '{administrator}'
WHERE NOT required_of_everyone AND required_of_groups = '{}' AND required_of_roles = '{}' AND enrolment_days = 7;
