-- [standalone]
-- Sequences of DHIS2 2.42. A new row takes its id from one of them explicitly; few columns have a default.

create sequence hibernate_sequence start with 1000;
create sequence programstageinstance_sequence;
create sequence programinstance_sequence;
create sequence trackedentityinstance_sequence;
create sequence note_sequence;
create sequence eventchangelog_sequence;
create sequence trackedentitychangelog_sequence;
create sequence datavalueaudit_sequence;
create sequence trackedentitydatavalueaudit_sequence;
create sequence trackedentityinstanceaudit_sequence;
create sequence reservedvalue_sequence;
create sequence message_sequence;
create sequence messageconversation_sequence;
create sequence usermessage_sequence;
create sequence deletedobject_sequence;
create sequence potentialduplicatesequence;
create sequence audit_auditid_seq;
-- [/standalone]
