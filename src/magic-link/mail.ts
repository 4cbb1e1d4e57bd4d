import { compose } from '#mail/service.ts'

/** The mail that signs its reader in. */
export const magicLinkMail = (url: string, minutes: number) =>
  compose({
    subject: 'Sign in to Polar',
    preview: `The link works once, for ${minutes} minutes.`,
    paragraphs: [`Here is your link to sign in. It works once, for the next ${minutes} minutes.`],
    button: { label: 'Sign in', url },
    notes: ['If you did not ask for it, ignore this mail: nobody gets in without the link.'],
  })
