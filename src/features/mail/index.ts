export { isMailAddress } from './address.js';
export { type Circular, isMailConfigured, type MailMessage, sendCircular, sendMail } from './mail.js';
