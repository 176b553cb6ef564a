import { i18n } from '../../../i18n';
import { type SettingGroup, setting, words } from './setting';

export const appearance: SettingGroup = {
  name: 'appearance',
  title: () => i18n.t('Appearance'),
  settings: [
    setting('applicationTitle', () => i18n.t('Name of the system'), {
      help: () => i18n.t('Stands in the header and on the login page.'),
    }),
    setting('keyApplicationIntro', () => i18n.t('Introduction on the login page'), { isLong: true }),
    setting('keyApplicationNotification', () => i18n.t('Notice on the login page'), { isLong: true }),
    setting('keyApplicationFooter', () => i18n.t('Left footer of the login page')),
    setting('keyApplicationRightFooter', () => i18n.t('Right footer of the login page')),
    setting('loginPopup', () => i18n.t('Text that is shown before the login'), { isLong: true }),
    setting('loginPageLayout', () => i18n.t('Layout of the login page'), {
      choices: [
        ['DEFAULT', () => i18n.t('Usual')],
        ['SIDEBAR', () => i18n.t('With a side bar')],
        ['CUSTOM', () => i18n.t('By the template')],
      ],
    }),
    setting('loginPageTemplate', () => i18n.t('Template of the login page'), { isLong: true }),
    setting('keyUiLocale', () => i18n.t('Language of the interface'), {
      help: () => i18n.t('For who has not chosen one, e.g. en, fr or pt_BR.'),
    }),
    setting('keyDbLocale', () => i18n.t('Language of names of metadata')),
    setting('keyCalendar', () => i18n.t('Calendar')),
    setting('keyDateFormat', () => i18n.t('How dates are written'), { choices: words('yyyy-MM-dd', 'dd-MM-yyyy') }),
    setting('keyStyle', () => i18n.t('Style')),
    setting('keyFlag', () => i18n.t('Flag')),
    setting('keyFlagImage', () => i18n.t('Picture of the flag')),
    setting('keyUseCustomLogoFront', () => i18n.t('Own logo on the first page')),
    setting('keyUseCustomLogoBanner', () => i18n.t('Own logo in the header')),
    setting('keyCustomLoginPageLogo', () => i18n.t('Own logo on the login page')),
    setting('keyCustomTopMenuLogo', () => i18n.t('Own logo in the menu')),
    setting('keyCustomCss', () => i18n.t('Own style sheet'), { isLong: true }),
    setting('keyCustomJs', () => i18n.t('Own script'), { isLong: true }),
    setting('helpPageLink', () => i18n.t('Address of the help')),
    setting('startModule', () => i18n.t('App that opens first')),
    setting('startModuleEnableLightweight', () => i18n.t('Light version of the app that opens first')),
    setting('globalShellEnabled', () => i18n.t('Apps open within the common shell')),
    setting('globalShellAppName', () => i18n.t('App that is the shell')),
  ],
};

export const dashboards: SettingGroup = {
  name: 'dashboards',
  title: () => i18n.t('Maps and dashboards'),
  settings: [
    setting('keyDefaultBaseMap', () => i18n.t('Base map')),
    setting('keyGoogleMapsApiKey', () => i18n.t('Key for Google Maps')),
    setting('keyBingMapsApiKey', () => i18n.t('Key for Bing Maps')),
    setting('googleAnalyticsUA', () => i18n.t('Identifier at Google Analytics')),
    setting('keyTrackerDashboardLayout', () => i18n.t('Layout of the tracker dashboard')),
    setting('keyEmbeddedDashboardsEnabled', () => i18n.t('Dashboards of other systems may be shown')),
    setting('keyGatherAnalyticalObjectStatisticsInDashboardViews', () =>
      i18n.t('Views on dashboards count as views of their charts'),
    ),
    setting('keyCountPassiveDashboardViewsInUsageAnalytics', () =>
      i18n.t('Dashboards that only stand open count, too'),
    ),
    setting('keyDashboardContextMenuItemSwitchViewType', () => i18n.t('Menu of charts: switch type')),
    setting('keyDashboardContextMenuItemOpenInRelevantApp', () => i18n.t('Menu of charts: open in its app')),
    setting('keyDashboardContextMenuItemShowInterpretationsAndDetails', () =>
      i18n.t('Menu of charts: show interpretations'),
    ),
    setting('keyDashboardContextMenuItemViewFullscreen', () => i18n.t('Menu of charts: whole screen')),
  ],
};
