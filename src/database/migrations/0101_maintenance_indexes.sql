-- [standalone]
-- More indexes that make maintenance cheap: without them each message, tracked entity or period that goes costs a scan of what may refer to it.

create index programmessage_deliverychannels_message_idx on programmessage_deliverychannels (programmessagedeliverychannelsid);
create index programmessage_emailaddresses_message_idx on programmessage_emailaddresses (programmessageemailaddressid);
create index programmessage_phonenumbers_message_idx on programmessage_phonenumbers (programmessagephonenumberid);
create index programtempowner_trackedentityid_idx on programtempowner (trackedentityid);
create index programtempownershipaudit_trackedentityid_idx on programtempownershipaudit (trackedentityid);
create index programownershiphistory_trackedentityid_idx on programownershiphistory (trackedentityid);
create index trackedentityattributevalueaudit_trackedentityid_idx on trackedentityattributevalueaudit (trackedentityid);
create index completedatasetregistration_periodid_idx on completedatasetregistration (periodid);
create index dataapproval_periodid_idx on dataapproval (periodid);
create index dataapprovalaudit_periodid_idx on dataapprovalaudit (periodid);
create index validationresult_periodid_idx on validationresult (periodid);
-- [/standalone]
