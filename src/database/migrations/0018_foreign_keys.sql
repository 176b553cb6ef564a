-- [standalone]
-- Every foreign key of DHIS2 2.42 between the tables that stand here: no action, but where a relationship and its items go together.

alter table organisationunit add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table organisationunit add foreign key (parentid) references organisationunit (organisationunitid);
alter table organisationunit add foreign key (userid) references userinfo (userinfoid);
alter table organisationunit add foreign key (image) references fileresource (fileresourceid);

alter table orgunitlevel add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table orgunitgroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table orgunitgroup add foreign key (userid) references userinfo (userinfoid);

alter table orgunitgroupmembers add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table orgunitgroupmembers add foreign key (orgunitgroupid) references orgunitgroup (orgunitgroupid);

alter table orgunitgroupset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table orgunitgroupset add foreign key (userid) references userinfo (userinfoid);

alter table orgunitgroupsetmembers add foreign key (orgunitgroupsetid) references orgunitgroupset (orgunitgroupsetid);
alter table orgunitgroupsetmembers add foreign key (orgunitgroupid) references orgunitgroup (orgunitgroupid);

alter table userinfo add foreign key (avatar) references fileresource (fileresourceid);

alter table userrole add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table userrole add foreign key (userid) references userinfo (userinfoid);

alter table userroleauthorities add foreign key (userroleid) references userrole (userroleid);

alter table userrolerestrictions add foreign key (userroleid) references userrole (userroleid);

alter table userrolemembers add foreign key (userroleid) references userrole (userroleid);
alter table userrolemembers add foreign key (userid) references userinfo (userinfoid);

alter table usergroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table usergroup add foreign key (userid) references userinfo (userinfoid);

alter table usergroupmembers add foreign key (userid) references userinfo (userinfoid);
alter table usergroupmembers add foreign key (usergroupid) references usergroup (usergroupid);

alter table usergroupmanaged add foreign key (managedbygroupid) references usergroup (usergroupid);
alter table usergroupmanaged add foreign key (managedgroupid) references usergroup (usergroupid);

alter table usermembership add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table usermembership add foreign key (userinfoid) references userinfo (userinfoid);

alter table userdatavieworgunits add foreign key (userinfoid) references userinfo (userinfoid);
alter table userdatavieworgunits add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table userteisearchorgunits add foreign key (userinfoid) references userinfo (userinfoid);
alter table userteisearchorgunits add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table users_catdimensionconstraints add foreign key (userid) references userinfo (userinfoid);
alter table users_catdimensionconstraints add foreign key (dataelementcategoryid) references category (categoryid);

alter table users_cogsdimensionconstraints add foreign key (userid) references userinfo (userinfoid);
alter table users_cogsdimensionconstraints add foreign key (categoryoptiongroupsetid) references categoryoptiongroupset (categoryoptiongroupsetid);

alter table usersetting add foreign key (userinfoid) references userinfo (userinfoid);

alter table userapps add foreign key (userinfoid) references userinfo (userinfoid);

alter table previouspasswords add foreign key (userid) references userinfo (userinfoid);

alter table attribute add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table attribute add foreign key (optionsetid) references optionset (optionsetid);
alter table attribute add foreign key (userid) references userinfo (userinfoid);

alter table optionset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table optionset add foreign key (userid) references userinfo (userinfoid);

alter table optionvalue add foreign key (optionsetid) references optionset (optionsetid);

alter table optiongroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table optiongroup add foreign key (optionsetid) references optionset (optionsetid);
alter table optiongroup add foreign key (userid) references userinfo (userinfoid);

alter table optiongroupmembers add foreign key (optiongroupid) references optiongroup (optiongroupid);
alter table optiongroupmembers add foreign key (optionid) references optionvalue (optionvalueid);

alter table optiongroupset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table optiongroupset add foreign key (optionsetid) references optionset (optionsetid);
alter table optiongroupset add foreign key (userid) references userinfo (userinfoid);

alter table optiongroupsetmembers add foreign key (optiongroupsetid) references optiongroupset (optiongroupsetid);
alter table optiongroupsetmembers add foreign key (optiongroupid) references optiongroup (optiongroupid);

alter table maplegendset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table maplegendset add foreign key (userid) references userinfo (userinfoid);

alter table maplegend add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table maplegend add foreign key (maplegendsetid) references maplegendset (maplegendsetid);

alter table constant add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table constant add foreign key (userid) references userinfo (userinfoid);

alter table category add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table category add foreign key (userid) references userinfo (userinfoid);

alter table categoryoption add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table categoryoption add foreign key (userid) references userinfo (userinfoid);

alter table categorycombo add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table categorycombo add foreign key (userid) references userinfo (userinfoid);

alter table categoryoptioncombo add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table categories_categoryoptions add foreign key (categoryid) references category (categoryid);
alter table categories_categoryoptions add foreign key (categoryoptionid) references categoryoption (categoryoptionid);

alter table categorycombos_categories add foreign key (categoryid) references category (categoryid);
alter table categorycombos_categories add foreign key (categorycomboid) references categorycombo (categorycomboid);

alter table categorycombos_optioncombos add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table categorycombos_optioncombos add foreign key (categorycomboid) references categorycombo (categorycomboid);

alter table categoryoptioncombos_categoryoptions add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table categoryoptioncombos_categoryoptions add foreign key (categoryoptionid) references categoryoption (categoryoptionid);

alter table categoryoption_organisationunits add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table categoryoption_organisationunits add foreign key (categoryoptionid) references categoryoption (categoryoptionid);

alter table categoryoptiongroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table categoryoptiongroup add foreign key (userid) references userinfo (userinfoid);

alter table categoryoptiongroupmembers add foreign key (categoryoptiongroupid) references categoryoptiongroup (categoryoptiongroupid);
alter table categoryoptiongroupmembers add foreign key (categoryoptionid) references categoryoption (categoryoptionid);

alter table categoryoptiongroupset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table categoryoptiongroupset add foreign key (userid) references userinfo (userinfoid);

alter table categoryoptiongroupsetmembers add foreign key (categoryoptiongroupid) references categoryoptiongroup (categoryoptiongroupid);
alter table categoryoptiongroupsetmembers add foreign key (categoryoptiongroupsetid) references categoryoptiongroupset (categoryoptiongroupsetid);

alter table dataelement add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataelement add foreign key (categorycomboid) references categorycombo (categorycomboid);
alter table dataelement add foreign key (optionsetid) references optionset (optionsetid);
alter table dataelement add foreign key (commentoptionsetid) references optionset (optionsetid);
alter table dataelement add foreign key (userid) references userinfo (userinfoid);

alter table dataelementaggregationlevels add foreign key (dataelementid) references dataelement (dataelementid);

alter table dataelementgroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataelementgroup add foreign key (userid) references userinfo (userinfoid);

alter table dataelementgroupmembers add foreign key (dataelementid) references dataelement (dataelementid);
alter table dataelementgroupmembers add foreign key (dataelementgroupid) references dataelementgroup (dataelementgroupid);

alter table dataelementgroupset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataelementgroupset add foreign key (userid) references userinfo (userinfoid);

alter table dataelementgroupsetmembers add foreign key (dataelementgroupsetid) references dataelementgroupset (dataelementgroupsetid);
alter table dataelementgroupsetmembers add foreign key (dataelementgroupid) references dataelementgroup (dataelementgroupid);

alter table dataelementlegendsets add foreign key (dataelementid) references dataelement (dataelementid);
alter table dataelementlegendsets add foreign key (legendsetid) references maplegendset (maplegendsetid);

alter table dataelementoperand add foreign key (dataelementid) references dataelement (dataelementid);
alter table dataelementoperand add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table period add foreign key (periodtypeid) references periodtype (periodtypeid);

alter table indicator add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table indicator add foreign key (indicatortypeid) references indicatortype (indicatortypeid);
alter table indicator add foreign key (userid) references userinfo (userinfoid);

alter table indicatortype add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table indicatorgroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table indicatorgroup add foreign key (userid) references userinfo (userinfoid);

alter table indicatorgroupmembers add foreign key (indicatorid) references indicator (indicatorid);
alter table indicatorgroupmembers add foreign key (indicatorgroupid) references indicatorgroup (indicatorgroupid);

alter table indicatorgroupset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table indicatorgroupset add foreign key (userid) references userinfo (userinfoid);

alter table indicatorgroupsetmembers add foreign key (indicatorgroupid) references indicatorgroup (indicatorgroupid);
alter table indicatorgroupsetmembers add foreign key (indicatorgroupsetid) references indicatorgroupset (indicatorgroupsetid);

alter table indicatorlegendsets add foreign key (indicatorid) references indicator (indicatorid);
alter table indicatorlegendsets add foreign key (legendsetid) references maplegendset (maplegendsetid);

alter table dataset add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataset add foreign key (periodtypeid) references periodtype (periodtypeid);
alter table dataset add foreign key (categorycomboid) references categorycombo (categorycomboid);
alter table dataset add foreign key (workflowid) references dataapprovalworkflow (workflowid);
alter table dataset add foreign key (userid) references userinfo (userinfoid);
alter table dataset add foreign key (dataentryform) references dataentryform (dataentryformid);
alter table dataset add foreign key (notificationrecipients) references usergroup (usergroupid);

alter table datasetelement add foreign key (datasetid) references dataset (datasetid);
alter table datasetelement add foreign key (dataelementid) references dataelement (dataelementid);
alter table datasetelement add foreign key (categorycomboid) references categorycombo (categorycomboid);

alter table datasetsource add foreign key (sourceid) references organisationunit (organisationunitid);
alter table datasetsource add foreign key (datasetid) references dataset (datasetid);

alter table datasetindicators add foreign key (indicatorid) references indicator (indicatorid);
alter table datasetindicators add foreign key (datasetid) references dataset (datasetid);

alter table datasetlegendsets add foreign key (datasetid) references dataset (datasetid);
alter table datasetlegendsets add foreign key (legendsetid) references maplegendset (maplegendsetid);

alter table datasetoperands add foreign key (datasetid) references dataset (datasetid);
alter table datasetoperands add foreign key (dataelementoperandid) references dataelementoperand (dataelementoperandid);

alter table datainputperiod add foreign key (periodid) references period (periodid);
alter table datainputperiod add foreign key (datasetid) references dataset (datasetid);

alter table section add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table section add foreign key (datasetid) references dataset (datasetid);

alter table sectiondataelements add foreign key (sectionid) references section (sectionid);
alter table sectiondataelements add foreign key (dataelementid) references dataelement (dataelementid);

alter table sectiongreyedfields add foreign key (sectionid) references section (sectionid);
alter table sectiongreyedfields add foreign key (dataelementoperandid) references dataelementoperand (dataelementoperandid);

alter table sectionindicators add foreign key (sectionid) references section (sectionid);
alter table sectionindicators add foreign key (indicatorid) references indicator (indicatorid);

alter table dataentryform add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table lockexception add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table lockexception add foreign key (periodid) references period (periodid);
alter table lockexception add foreign key (datasetid) references dataset (datasetid);

alter table completedatasetregistration add foreign key (datasetid) references dataset (datasetid);
alter table completedatasetregistration add foreign key (periodid) references period (periodid);
alter table completedatasetregistration add foreign key (sourceid) references organisationunit (organisationunitid);
alter table completedatasetregistration add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table datasetnotificationtemplate add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table datasetnotificationtemplate add foreign key (usergroupid) references usergroup (usergroupid);

alter table datasetnotification_datasets add foreign key (datasetnotificationtemplateid) references datasetnotificationtemplate (datasetnotificationtemplateid);
alter table datasetnotification_datasets add foreign key (datasetid) references dataset (datasetid);

alter table datasetnotificationtemplate_deliverychannel add foreign key (datasetnotificationtemplateid) references datasetnotificationtemplate (datasetnotificationtemplateid);

alter table datavalue add foreign key (dataelementid) references dataelement (dataelementid);
alter table datavalue add foreign key (periodid) references period (periodid);
alter table datavalue add foreign key (sourceid) references organisationunit (organisationunitid);
alter table datavalue add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table datavalue add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table datavalueaudit add foreign key (dataelementid) references dataelement (dataelementid);
alter table datavalueaudit add foreign key (periodid) references period (periodid);
alter table datavalueaudit add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table datavalueaudit add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table datavalueaudit add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table minmaxdataelement add foreign key (sourceid) references organisationunit (organisationunitid);
alter table minmaxdataelement add foreign key (dataelementid) references dataelement (dataelementid);
alter table minmaxdataelement add foreign key (categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table dataapproval add foreign key (dataapprovallevelid) references dataapprovallevel (dataapprovallevelid);
alter table dataapproval add foreign key (workflowid) references dataapprovalworkflow (workflowid);
alter table dataapproval add foreign key (periodid) references period (periodid);
alter table dataapproval add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table dataapproval add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table dataapproval add foreign key (creator) references userinfo (userinfoid);
alter table dataapproval add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table dataapprovalaudit add foreign key (levelid) references dataapprovallevel (dataapprovallevelid);
alter table dataapprovalaudit add foreign key (workflowid) references dataapprovalworkflow (workflowid);
alter table dataapprovalaudit add foreign key (periodid) references period (periodid);
alter table dataapprovalaudit add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table dataapprovalaudit add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table dataapprovalaudit add foreign key (creator) references userinfo (userinfoid);

alter table dataapprovallevel add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataapprovallevel add foreign key (categoryoptiongroupsetid) references categoryoptiongroupset (categoryoptiongroupsetid);
alter table dataapprovallevel add foreign key (userid) references userinfo (userinfoid);

alter table dataapprovalworkflow add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dataapprovalworkflow add foreign key (periodtypeid) references periodtype (periodtypeid);
alter table dataapprovalworkflow add foreign key (categorycomboid) references categorycombo (categorycomboid);
alter table dataapprovalworkflow add foreign key (userid) references userinfo (userinfoid);

alter table dataapprovalworkflowlevels add foreign key (workflowid) references dataapprovalworkflow (workflowid);
alter table dataapprovalworkflowlevels add foreign key (dataapprovallevelid) references dataapprovallevel (dataapprovallevelid);

alter table validationrule add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table validationrule add foreign key (leftexpressionid) references expression (expressionid);
alter table validationrule add foreign key (rightexpressionid) references expression (expressionid);
alter table validationrule add foreign key (periodtypeid) references periodtype (periodtypeid);
alter table validationrule add foreign key (userid) references userinfo (userinfoid);

alter table validationrulegroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table validationrulegroup add foreign key (userid) references userinfo (userinfoid);

alter table validationrulegroupmembers add foreign key (validationgroupid) references validationrulegroup (validationrulegroupid);
alter table validationrulegroupmembers add foreign key (validationruleid) references validationrule (validationruleid);

alter table validationruleorganisationunitlevels add foreign key (validationruleid) references validationrule (validationruleid);

alter table validationresult add foreign key (validationruleid) references validationrule (validationruleid);
alter table validationresult add foreign key (periodid) references period (periodid);
alter table validationresult add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table validationresult add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);

alter table validationnotificationtemplate add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table validationnotificationtemplate_recipientusergroups add foreign key (validationnotificationtemplateid) references validationnotificationtemplate (validationnotificationtemplateid);
alter table validationnotificationtemplate_recipientusergroups add foreign key (usergroupid) references usergroup (usergroupid);

alter table validationnotificationtemplatevalidationrules add foreign key (validationnotificationtemplateid) references validationnotificationtemplate (validationnotificationtemplateid);
alter table validationnotificationtemplatevalidationrules add foreign key (validationruleid) references validationrule (validationruleid);

alter table predictor add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table predictor add foreign key (generatorexpressionid) references expression (expressionid);
alter table predictor add foreign key (generatoroutput) references dataelement (dataelementid);
alter table predictor add foreign key (generatoroutputcombo) references categoryoptioncombo (categoryoptioncomboid);
alter table predictor add foreign key (skiptestexpressionid) references expression (expressionid);
alter table predictor add foreign key (periodtypeid) references periodtype (periodtypeid);

alter table predictorgroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table predictorgroup add foreign key (userid) references userinfo (userinfoid);

alter table predictorgroupmembers add foreign key (predictorid) references predictor (predictorid);
alter table predictorgroupmembers add foreign key (predictorgroupid) references predictorgroup (predictorgroupid);

alter table predictororgunitlevels add foreign key (predictorid) references predictor (predictorid);
alter table predictororgunitlevels add foreign key (orgunitlevelid) references orgunitlevel (orgunitlevelid);

alter table program add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table program add foreign key (expiryperiodtypeid) references periodtype (periodtypeid);
alter table program add foreign key (relatedprogramid) references program (programid);
alter table program add foreign key (categorycomboid) references categorycombo (categorycomboid);
alter table program add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);
alter table program add foreign key (dataentryformid) references dataentryform (dataentryformid);
alter table program add foreign key (userid) references userinfo (userinfoid);

alter table program_attributes add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table program_attributes add foreign key (programid) references program (programid);
alter table program_attributes add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table program_organisationunits add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table program_organisationunits add foreign key (programid) references program (programid);

alter table program_userroles add foreign key (programid) references program (programid);

alter table programstage add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programstage add foreign key (programid) references program (programid);
alter table programstage add foreign key (dataentryformid) references dataentryform (dataentryformid);
alter table programstage add foreign key (periodtypeid) references periodtype (periodtypeid);
alter table programstage add foreign key (userid) references userinfo (userinfoid);
alter table programstage add foreign key (nextscheduledateid) references dataelement (dataelementid);

alter table programstagedataelement add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programstagedataelement add foreign key (programstageid) references programstage (programstageid);
alter table programstagedataelement add foreign key (dataelementid) references dataelement (dataelementid);

alter table programstagesection add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programstagesection add foreign key (programstageid) references programstage (programstageid);

alter table programstagesection_dataelements add foreign key (programstagesectionid) references programstagesection (programstagesectionid);
alter table programstagesection_dataelements add foreign key (dataelementid) references dataelement (dataelementid);

alter table programstagesection_programindicators add foreign key (programstagesectionid) references programstagesection (programstagesectionid);
alter table programstagesection_programindicators add foreign key (programindicatorid) references programindicator (programindicatorid);

alter table programsection add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programsection add foreign key (programid) references program (programid);

alter table programsection_attributes add foreign key (programsectionid) references programsection (programsectionid);
alter table programsection_attributes add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table programindicator add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programindicator add foreign key (programid) references program (programid);
alter table programindicator add foreign key (userid) references userinfo (userinfoid);
alter table programindicator add foreign key (categorycomboid) references categorycombo (categorycomboid);
alter table programindicator add foreign key (attributecomboid) references categorycombo (categorycomboid);

alter table periodboundary add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table periodboundary add foreign key (offsetperiodtypeid) references periodtype (periodtypeid);
alter table periodboundary add foreign key (programindicatorid) references programindicator (programindicatorid);

alter table programindicatorgroup add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programindicatorgroup add foreign key (userid) references userinfo (userinfoid);

alter table programindicatorgroupmembers add foreign key (programindicatorid) references programindicator (programindicatorid);
alter table programindicatorgroupmembers add foreign key (programindicatorgroupid) references programindicatorgroup (programindicatorgroupid);

alter table programindicatorlegendsets add foreign key (programindicatorid) references programindicator (programindicatorid);
alter table programindicatorlegendsets add foreign key (legendsetid) references maplegendset (maplegendsetid);

alter table programrule add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programrule add foreign key (programid) references program (programid);
alter table programrule add foreign key (programstageid) references programstage (programstageid);

alter table programruleaction add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programruleaction add foreign key (programruleid) references programrule (programruleid);
alter table programruleaction add foreign key (dataelementid) references dataelement (dataelementid);
alter table programruleaction add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);
alter table programruleaction add foreign key (programindicatorid) references programindicator (programindicatorid);
alter table programruleaction add foreign key (programstagesectionid) references programstagesection (programstagesectionid);
alter table programruleaction add foreign key (programstageid) references programstage (programstageid);
alter table programruleaction add foreign key (optionid) references optionvalue (optionvalueid);
alter table programruleaction add foreign key (optiongroupid) references optiongroup (optiongroupid);
alter table programruleaction add foreign key (notificationtemplateid) references programnotificationtemplate (programnotificationtemplateid);

alter table programrulevariable add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programrulevariable add foreign key (programid) references program (programid);
alter table programrulevariable add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);
alter table programrulevariable add foreign key (dataelementid) references dataelement (dataelementid);
alter table programrulevariable add foreign key (programstageid) references programstage (programstageid);

alter table programnotificationtemplate add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programnotificationtemplate add foreign key (usergroupid) references usergroup (usergroupid);
alter table programnotificationtemplate add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);
alter table programnotificationtemplate add foreign key (dataelementid) references dataelement (dataelementid);
alter table programnotificationtemplate add foreign key (programstageid) references programstage (programstageid);
alter table programnotificationtemplate add foreign key (programid) references program (programid);

alter table programnotificationtemplate_deliverychannel add foreign key (programnotificationtemplatedeliverychannelid) references programnotificationtemplate (programnotificationtemplateid);

alter table trackedentitytype add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table trackedentitytype add foreign key (userid) references userinfo (userinfoid);

alter table trackedentitytypeattribute add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table trackedentitytypeattribute add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);
alter table trackedentitytypeattribute add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table trackedentityattribute add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table trackedentityattribute add foreign key (optionsetid) references optionset (optionsetid);
alter table trackedentityattribute add foreign key (userid) references userinfo (userinfoid);

alter table trackedentityattributelegendsets add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);
alter table trackedentityattributelegendsets add foreign key (legendsetid) references maplegendset (maplegendsetid);

alter table relationshiptype add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table relationshiptype add foreign key (from_relationshipconstraintid) references relationshipconstraint (relationshipconstraintid);
alter table relationshiptype add foreign key (to_relationshipconstraintid) references relationshipconstraint (relationshipconstraintid);
alter table relationshiptype add foreign key (userid) references userinfo (userinfoid);

alter table relationshipconstraint add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);
alter table relationshipconstraint add foreign key (programid) references program (programid);
alter table relationshipconstraint add foreign key (programstageid) references programstage (programstageid);

alter table trackedentity add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table trackedentity add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table trackedentity add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);

alter table trackedentityattributevalue add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table trackedentityattributevalue add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table enrollment add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table enrollment add foreign key (programid) references program (programid);
alter table enrollment add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table event add foreign key (enrollmentid) references enrollment (enrollmentid);
alter table event add foreign key (programstageid) references programstage (programstageid);
alter table event add foreign key (attributeoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table event add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table event add foreign key (assigneduserid) references userinfo (userinfoid);

alter table note add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table enrollment_notes add foreign key (enrollmentid) references enrollment (enrollmentid);
alter table enrollment_notes add foreign key (noteid) references note (noteid);

alter table event_notes add foreign key (eventid) references event (eventid);
alter table event_notes add foreign key (noteid) references note (noteid);

alter table relationship add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table relationship add foreign key (relationshiptypeid) references relationshiptype (relationshiptypeid);
alter table relationship add foreign key (from_relationshipitemid) references relationshipitem (relationshipitemid) on delete cascade;
alter table relationship add foreign key (to_relationshipitemid) references relationshipitem (relationshipitemid) on delete cascade;

alter table relationshipitem add foreign key (relationshipid) references relationship (relationshipid) on delete cascade;
alter table relationshipitem add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table relationshipitem add foreign key (enrollmentid) references enrollment (enrollmentid);
alter table relationshipitem add foreign key (eventid) references event (eventid);

alter table trackedentityprogramowner add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table trackedentityprogramowner add foreign key (programid) references program (programid);
alter table trackedentityprogramowner add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table programtempowner add foreign key (programid) references program (programid);
alter table programtempowner add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table programtempowner add foreign key (userid) references userinfo (userinfoid);

alter table programtempownershipaudit add foreign key (programid) references program (programid);
alter table programtempownershipaudit add foreign key (trackedentityid) references trackedentity (trackedentityid);

alter table programownershiphistory add foreign key (programid) references program (programid);
alter table programownershiphistory add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table programownershiphistory add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table programnotificationinstance add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programnotificationinstance add foreign key (enrollmentid) references enrollment (enrollmentid);
alter table programnotificationinstance add foreign key (eventid) references event (eventid);

alter table programmessage add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table programmessage add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table programmessage add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table programmessage add foreign key (enrollmentid) references enrollment (enrollmentid);
alter table programmessage add foreign key (eventid) references event (eventid);

alter table programmessage_deliverychannels add foreign key (programmessagedeliverychannelsid) references programmessage (id);

alter table programmessage_emailaddresses add foreign key (programmessageemailaddressid) references programmessage (id);

alter table programmessage_phonenumbers add foreign key (programmessagephonenumberid) references programmessage (id);

alter table trackedentityattributevalueaudit add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table trackedentityattributevalueaudit add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table trackedentitydatavalueaudit add foreign key (eventid) references event (eventid);
alter table trackedentitydatavalueaudit add foreign key (dataelementid) references dataelement (dataelementid);

alter table trackedentitychangelog add foreign key (trackedentityid) references trackedentity (trackedentityid);
alter table trackedentitychangelog add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);

alter table eventchangelog add foreign key (eventid) references event (eventid);
alter table eventchangelog add foreign key (dataelementid) references dataelement (dataelementid);

alter table potentialduplicate add foreign key (lastupdatebyusername) references userinfo (username);

alter table datastatistics add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table dashboard add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dashboard add foreign key (userid) references userinfo (userinfoid);

alter table dashboard_items add foreign key (dashboardid) references dashboard (dashboardid);
alter table dashboard_items add foreign key (dashboarditemid) references dashboarditem (dashboarditemid);

alter table dashboarditem add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table dashboarditem add foreign key (eventchartid) references eventvisualization (eventvisualizationid);
alter table dashboarditem add foreign key (mapid) references map (mapid);
alter table dashboarditem add foreign key (eventreport) references eventvisualization (eventvisualizationid);
alter table dashboarditem add foreign key (visualizationid) references visualization (visualizationid);
alter table dashboarditem add foreign key (eventvisualizationid) references eventvisualization (eventvisualizationid);

alter table visualization add foreign key (userid) references userinfo (userinfoid);
-- visualization.relativeperiodsid refers to relativeperiods, a table that Orderly does not keep.
alter table visualization add foreign key (legendsetid) references maplegendset (maplegendsetid);
alter table visualization add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table visualization_periods add foreign key (visualizationid) references visualization (visualizationid);
alter table visualization_periods add foreign key (periodid) references period (periodid);

alter table visualization_organisationunits add foreign key (visualizationid) references visualization (visualizationid);
alter table visualization_organisationunits add foreign key (organisationunitid) references organisationunit (organisationunitid);

-- eventvisualization.relativeperiodsid refers to relativeperiods, a table that Orderly does not keep.
alter table eventvisualization add foreign key (userid) references userinfo (userinfoid);
alter table eventvisualization add foreign key (programid) references program (programid);
alter table eventvisualization add foreign key (programstageid) references programstage (programstageid);
alter table eventvisualization add foreign key (dataelementvaluedimensionid) references dataelement (dataelementid);
alter table eventvisualization add foreign key (attributevaluedimensionid) references trackedentityattribute (trackedentityattributeid);
alter table eventvisualization add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table eventvisualization add foreign key (legendsetid) references maplegendset (maplegendsetid);
alter table eventvisualization add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);

alter table eventvisualization_periods add foreign key (eventvisualizationid) references eventvisualization (eventvisualizationid);
alter table eventvisualization_periods add foreign key (periodid) references period (periodid);

alter table eventvisualization_organisationunits add foreign key (eventvisualizationid) references eventvisualization (eventvisualizationid);
alter table eventvisualization_organisationunits add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table map add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table map add foreign key (userid) references userinfo (userinfoid);

alter table mapview add foreign key (lastupdatedby) references userinfo (userinfoid);
-- mapview.relativeperiodsid refers to relativeperiods, a table that Orderly does not keep.
alter table mapview add foreign key (programid) references program (programid);
alter table mapview add foreign key (programstageid) references programstage (programstageid);
alter table mapview add foreign key (trackedentitytypeid) references trackedentitytype (trackedentitytypeid);
alter table mapview add foreign key (legendsetid) references maplegendset (maplegendsetid);
alter table mapview add foreign key (orgunitgroupsetid) references orgunitgroupset (orgunitgroupsetid);

alter table mapview_periods add foreign key (mapviewid) references mapview (mapviewid);
alter table mapview_periods add foreign key (periodid) references period (periodid);

alter table mapview_organisationunits add foreign key (mapviewid) references mapview (mapviewid);
alter table mapview_organisationunits add foreign key (organisationunitid) references organisationunit (organisationunitid);

alter table interpretation add foreign key (mapid) references map (mapid);
alter table interpretation add foreign key (eventreportid) references eventvisualization (eventvisualizationid);
alter table interpretation add foreign key (eventchartid) references eventvisualization (eventvisualizationid);
alter table interpretation add foreign key (datasetid) references dataset (datasetid);
alter table interpretation add foreign key (periodid) references period (periodid);
alter table interpretation add foreign key (organisationunitid) references organisationunit (organisationunitid);
alter table interpretation add foreign key (userid) references userinfo (userinfoid);
alter table interpretation add foreign key (visualizationid) references visualization (visualizationid);
alter table interpretation add foreign key (eventvisualizationid) references eventvisualization (eventvisualizationid);

alter table report add foreign key (lastupdatedby) references userinfo (userinfoid);
-- report.relativeperiodsid refers to relativeperiods, a table that Orderly does not keep.
alter table report add foreign key (userid) references userinfo (userinfoid);
alter table report add foreign key (visualizationid) references visualization (visualizationid);

alter table pushanalysis add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table pushanalysis add foreign key (dashboard) references dashboard (dashboardid);

alter table pushanalysisrecipientusergroups add foreign key (usergroupid) references pushanalysis (pushanalysisid);
alter table pushanalysisrecipientusergroups add foreign key (elt) references usergroup (usergroupid);

alter table datadimensionitem add foreign key (indicatorid) references indicator (indicatorid);
alter table datadimensionitem add foreign key (dataelementid) references dataelement (dataelementid);
alter table datadimensionitem add foreign key (dataelementoperand_dataelementid) references dataelement (dataelementid);
alter table datadimensionitem add foreign key (dataelementoperand_categoryoptioncomboid) references categoryoptioncombo (categoryoptioncomboid);
alter table datadimensionitem add foreign key (datasetid) references dataset (datasetid);
alter table datadimensionitem add foreign key (programindicatorid) references programindicator (programindicatorid);
alter table datadimensionitem add foreign key (programdataelement_programid) references program (programid);
alter table datadimensionitem add foreign key (programdataelement_dataelementid) references dataelement (dataelementid);
alter table datadimensionitem add foreign key (programattribute_programid) references program (programid);
alter table datadimensionitem add foreign key (programattribute_attributeid) references trackedentityattribute (trackedentityattributeid);
-- datadimensionitem.expressiondimensionitemid refers to expressiondimensionitem, a table that Orderly does not keep.
alter table datadimensionitem add foreign key (programdataelementoption_programid) references program (programid);
alter table datadimensionitem add foreign key (programdataelementoption_dataelementid) references dataelement (dataelementid);
alter table datadimensionitem add foreign key (programdataelementoption_optionid) references optionvalue (optionvalueid);
alter table datadimensionitem add foreign key (programattributeoption_programid) references program (programid);
alter table datadimensionitem add foreign key (programattributeoption_attributeid) references trackedentityattribute (trackedentityattributeid);
alter table datadimensionitem add foreign key (programattributeoption_optionid) references optionvalue (optionvalueid);

alter table configuration add foreign key (feedbackrecipientsid) references usergroup (usergroupid);
alter table configuration add foreign key (offlineorgunitlevelid) references orgunitlevel (orgunitlevelid);
alter table configuration add foreign key (infrastructuralindicatorsid) references indicatorgroup (indicatorgroupid);
alter table configuration add foreign key (infrastructuraldataelementsid) references dataelementgroup (dataelementgroupid);
alter table configuration add foreign key (infrastructuralperiodtypeid) references periodtype (periodtypeid);
alter table configuration add foreign key (selfregistrationrole) references userrole (userroleid);
alter table configuration add foreign key (selfregistrationorgunit) references organisationunit (organisationunitid);
alter table configuration add foreign key (facilityorgunitgroupset) references orgunitgroupset (orgunitgroupsetid);
alter table configuration add foreign key (facilityorgunitlevel) references orgunitlevel (orgunitlevelid);
alter table configuration add foreign key (systemupdatenotificationrecipientsid) references usergroup (usergroupid);

alter table configuration_corswhitelist add foreign key (configurationid) references configuration (configurationid);

alter table jobconfiguration add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table sqlview add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table sqlview add foreign key (userid) references userinfo (userinfoid);

alter table tablehook add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table keyjsonvalue add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table keyjsonvalue add foreign key (userid) references userinfo (userinfoid);

alter table userkeyjsonvalue add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table userkeyjsonvalue add foreign key (userid) references userinfo (userinfoid);

alter table fileresource add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table fileresource add foreign key (userid) references userinfo (userinfoid);

alter table externalfileresource add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table externalfileresource add foreign key (fileresourceid) references fileresource (fileresourceid);

alter table document add foreign key (lastupdatedby) references userinfo (userinfoid);
alter table document add foreign key (fileresource) references fileresource (fileresourceid);
alter table document add foreign key (userid) references userinfo (userinfoid);

alter table i18nlocale add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table metadataversion add foreign key (lastupdatedby) references userinfo (userinfoid);

alter table messageconversation add foreign key (user_assigned) references userinfo (userinfoid);
alter table messageconversation add foreign key (lastsenderid) references userinfo (userinfoid);
alter table messageconversation add foreign key (userid) references userinfo (userinfoid);

alter table messageconversation_messages add foreign key (messageconversationid) references messageconversation (messageconversationid);
alter table messageconversation_messages add foreign key (messageid) references message (messageid);

alter table messageconversation_usermessages add foreign key (messageconversationid) references messageconversation (messageconversationid);
alter table messageconversation_usermessages add foreign key (usermessageid) references usermessage (usermessageid);

alter table message add foreign key (userid) references userinfo (userinfoid);

alter table messageattachments add foreign key (fileresourceid) references fileresource (fileresourceid);

alter table usermessage add foreign key (userid) references userinfo (userinfoid);

alter table outbound_sms_recipients add foreign key (outbound_sms_id) references outbound_sms (id);

alter table incomingsms add foreign key (userid) references userinfo (userinfoid);

alter table smscodes add foreign key (dataelementid) references dataelement (dataelementid);
alter table smscodes add foreign key (trackedentityattributeid) references trackedentityattribute (trackedentityattributeid);
alter table smscodes add foreign key (optionid) references categoryoptioncombo (categoryoptioncomboid);
-- [/standalone]
