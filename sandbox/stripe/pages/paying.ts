import { escapeHtml } from '../../lib/html.ts'
import { testCards } from '../cards.ts'
import { form, hostedPage } from './parts.ts'

const cardChoice = `<label>Card<select name="card">${testCards
  .map(
    ({ token, number, label }) =>
      `<option value="${token}">${escapeHtml(`${label} · ${number}`)}</option>`,
  )
  .join('')}</select></label>`

type Paying = { address: string; title: string; text: string; wrong?: string; more?: string }

/** Where somebody pays with one of the test cards. */
export const payingPage = ({ address, title, text, wrong, more = '' }: Paying) =>
  hostedPage(title, text, form(address, `${more}${cardChoice}<button>Pay</button>`), wrong)

/** Where a bank asks who pays. */
export const bankPage = (address: string, text: string) =>
  hostedPage(
    'Your bank asks: is it you?',
    text,
    form(
      address,
      `<div class="row"><button name="answer" value="yes">Yes, go on</button>
<button class="second" name="answer" value="no">No</button></div>`,
    ),
  )

/** That nothing is left to do. */
export const donePage = (title: string, text: string) => hostedPage(title, text, '')
