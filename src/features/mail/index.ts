export { isMailAddress } from './address.js';
export { isMailConfigured, type MailMessage, sendMail } from './mail.js';
