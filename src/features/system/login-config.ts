import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { parseLocale } from '../../kernel/locale.js';
import { readSettings, readTranslations, type SettingKey, translationFor } from '../settings/index.js';

/** Texts of the login page that may be written in several languages. */
const TEXTS = {
  applicationTitle: 'applicationTitle',
  applicationDescription: 'keyApplicationIntro',
  applicationNotification: 'keyApplicationNotification',
  applicationLeftSideFooter: 'keyApplicationFooter',
  applicationRightSideFooter: 'keyApplicationRightFooter',
  loginPopup: 'loginPopup',
} as const satisfies Readonly<Record<string, SettingKey>>;

const QUERY = Type.Object({ locale: Type.Optional(Type.String()) });

/** `GET /api/loginConfig?locale=`: what a login page must know before anybody is logged in (contract: system.md §12). */
export function loginConfigRoute(api: ApiServer, db: Db): void {
  api.get('/loginConfig', { config: { anonymous: true }, schema: { querystring: QUERY } }, async (request) => {
    const settings = await readSettings(db);
    const locale = parseLocale(request.query.locale ?? settings.keyUiLocale);
    const translations = locale && (await readTranslations(db, Object.values(TEXTS)));
    const texts = Object.entries(TEXTS).map(([name, key]) => {
      const translation = locale && translationFor(translations?.get(key), locale);
      return [name, translation ?? settings[key]];
    });
    return {
      apiVersion: '2.42.0',
      ...Object.fromEntries(texts),
      countryFlag: settings.keyFlag,
      uiLocale: settings.keyUiLocale,
      ...(settings.keyUseCustomLogoFront && { loginPageLogo: '/api/staticContent/logo_front.png' }),
      loginPageLayout: settings.loginPageLayout,
      loginPageTemplate: settings.loginPageTemplate,
      recaptchaSite: settings.recaptchaSite,
      minPasswordLength: String(settings.minPasswordLength),
      maxPasswordLength: String(settings.maxPasswordLength),
      emailConfigured: settings.keyEmailHostName.trim() !== '' && settings.keyEmailUsername.trim() !== '',
      selfRegistrationEnabled: false,
      selfRegistrationNoRecaptcha: settings.keySelfRegistrationNoRecaptcha,
      allowAccountRecovery: settings.keyAccountRecovery,
      useCustomLogoFront: settings.keyUseCustomLogoFront,
      oidcProviders: [],
    };
  });
}
