export { email, type DeliverOptions, type EmailApi } from './features/email/index.js';
export type { DeliveryResult } from './outbox/outbox.js';
export type { PendingMail } from './features/email/mail-queue.js';
export type { EmailOptions } from './features/email/options.js';
export { type EmailMessage, type Send } from './features/email/send.js';
export { smtp, type SmtpOptions } from './features/email/smtp.js';
