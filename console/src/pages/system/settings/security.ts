import { i18n } from '../../../i18n';
import { type SettingGroup, setting } from './setting';

export const security: SettingGroup = {
  name: 'security',
  title: () => i18n.t('Accounts and passwords'),
  settings: [
    setting('minPasswordLength', () => i18n.t('Fewest characters of a password')),
    setting('maxPasswordLength', () => i18n.t('Most characters of a password')),
    setting('credentialsExpires', () => i18n.t('Months until a password expires'), {
      help: () => i18n.t('0: never.'),
    }),
    setting('credentialsExpiryAlert', () => i18n.t('A mail says that a password is about to expire')),
    setting('credentialsExpiresReminderInDays', () => i18n.t('So many days before')),
    setting('accountExpiryAlert', () => i18n.t('A mail says that an account is about to expire')),
    setting('accountExpiresInDays', () => i18n.t('So many days before that')),
    setting('keyLockMultipleFailedLogins', () => i18n.t('Five wrong passwords lock an account for 15 minutes')),
    setting('keyAccountRecovery', () => i18n.t('Forgotten passwords can be replaced by mail')),
    setting('enforceVerifiedEmail', () => i18n.t('Everybody needs a verified mail address')),
    setting('autoVerifyInvitedUserEmail', () => i18n.t('An accepted invitation verifies the mail address')),
    setting('keySelfRegistrationNoRecaptcha', () => i18n.t('People register themselves without a captcha')),
    setting('recaptchaSite', () => i18n.t('Site key of reCAPTCHA'), { isSecret: true }),
    setting('recaptchaSecret', () => i18n.t('Secret of reCAPTCHA'), { isSecret: true }),
    setting('keyCanGrantOwnUserAuthorityGroups', () => i18n.t('Users may give others the roles that they have')),
    setting('keyRequireAddToView', () => i18n.t('Who may not add objects of a type does not see them')),
    setting('keyAllowObjectAssignment', () => i18n.t('Objects may be assigned to others while they are made')),
  ],
};
