-- What 2.44 has otherwise than 2.43.

alter table trackedentity drop storedby;
alter table enrollment drop storedby;
alter table trackerevent drop storedby;
alter table singleevent drop storedby;
create index in_trackerevent_lastupdated on trackerevent (lastupdated);
create index in_singleevent_lastupdated on singleevent (lastupdated);
alter table note drop creator;
delete from trackedentityattributevalue where value is null;
alter table trackedentityattributevalue drop encryptedvalue, alter value set not null;
alter table trackedentityattributevalue rename storedby to updatedby;
alter table trackedentityattribute drop confidential;
create index idx_datavalue_null_empty_trim on datavalue (dataelementid) where deleted = false and (value is null or value = '');
