-- [standalone]
-- Indexes beyond DHIS2's own that make maintenance cheap: without them each deleted period, unit, option combo or event costs a scan
-- of the tables that refer to it.

create index datavalue_periodid_idx on datavalue (periodid);
create index datavalue_sourceid_idx on datavalue (sourceid);
create index datavalue_categoryoptioncomboid_idx on datavalue (categoryoptioncomboid);
create index datavalue_attributeoptioncomboid_idx on datavalue (attributeoptioncomboid);
create index datavalueaudit_periodid_idx on datavalueaudit (periodid);
create index relationshipitem_relationshipid_idx on relationshipitem (relationshipid);
create index programmessage_eventid_idx on programmessage (eventid);
create index programmessage_enrollmentid_idx on programmessage (enrollmentid);
create index programmessage_trackedentityid_idx on programmessage (trackedentityid);
create index programnotificationinstance_eventid_idx on programnotificationinstance (eventid);
create index programnotificationinstance_enrollmentid_idx on programnotificationinstance (enrollmentid);
-- [/standalone]
