export { email } from './features/email/index.js';
export type { DeliverOptions } from './delivery-types.js';
export type {
	EmailApi,
	EmailCode,
	EmailResult,
	LinkDetails,
	LinkOptions
} from './features/email/api.js';
export type { LinkKind } from './features/email/links.js';
export { toFolder } from './features/email/mail-folder.js';
export type { MailContent } from './features/email/mail-delivery.js';
export { layOutMessage, type MessageLayout } from './features/email/message-layout.js';
export {
	messages,
	type EmailChangedParts,
	type LinkParts,
	type Message,
	type MessageParts,
	type Messages
} from './features/email/messages.js';
export type { DeliveryResult } from './outbox/outbox.js';
export type { PendingMail } from './features/email/mail-queue.js';
export type { EmailOptions } from './features/email/options.js';
export { type EmailMessage, type Send } from './features/email/send.js';
export { smtp, type SmtpOptions } from './features/email/smtp.js';
