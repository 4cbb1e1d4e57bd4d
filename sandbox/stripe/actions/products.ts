import { type Act, add, newId, now } from '../act.ts'
import { emit } from '../events/emit.ts'
import type { Price, Product } from '../tables.ts'

/** Something that is sold. */
export const createProduct = (act: Act, given: Partial<Product> & { name: string }): Product => {
  const product: Product = {
    id: newId('prod', 14),
    object: 'product',
    active: true,
    created: now(act),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: now(act),
    url: null,
    ...given,
  }
  emit(act, 'product.created', add(act, 'products', product))
  return product
}

type Given = Partial<Price> & Pick<Price, 'currency' | 'product'>

/** What it costs, once or again and again. */
export const createPrice = (act: Act, given: Given): Price => {
  const { unit_amount = 0, recurring = null } = given
  const price: Price = {
    id: newId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: now(act),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    recurring,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount_decimal: `${unit_amount}`,
    ...given,
    unit_amount,
  }
  emit(act, 'price.created', add(act, 'prices', price))
  return price
}
