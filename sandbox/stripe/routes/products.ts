import { z } from 'zod'
import { booksOf, find, rowsOf } from '../act.ts'
import { createPrice, createProduct } from '../actions/products.ts'
import { type Call, endpoint, listEndpoint } from '../endpoint.ts'
import { invalid } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import {
  clearable,
  currency,
  flag,
  listOf,
  mergeMetadata,
  metadata,
  natural,
  positive,
  text,
} from '../params.ts'

const recurring = z
  .strictObject({
    interval: z.enum(['day', 'week', 'month', 'year']),
    interval_count: positive.default(1),
  })
  .transform((given) => ({
    ...given,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed' as const,
  }))

const taxBehavior = z.enum(['exclusive', 'inclusive', 'unspecified'])

const productFields = {
  active: flag.optional(),
  description: clearable(text).optional(),
  images: listOf(text).optional(),
  metadata: metadata.optional(),
  tax_code: clearable(text).optional(),
  url: clearable(text).optional(),
}

const priceData = z.strictObject({
  currency,
  unit_amount: natural,
  recurring: recurring.optional(),
  tax_behavior: taxBehavior.optional(),
})

const ownPrice = (call: Call, product: string, id: string) => {
  const price = find(call, 'prices', id, 'default_price')
  if (price.product === product) return price.id
  throw invalid(
    `The price ${id} does not belong to the product ${product}.`,
    undefined,
    'default_price',
  )
}

export const products = [
  endpoint(
    'POST /v1/products',
    { ...productFields, id: text.optional(), name: text, default_price_data: priceData.optional() },
    (call, { default_price_data: data, metadata: given, ...params }) => {
      if (params.id !== undefined && booksOf(call).products.has(params.id)) {
        throw invalid('Product already exists.', 'resource_already_exists', 'id')
      }
      const named = Object.fromEntries(
        Object.entries(params).filter(([, value]) => value !== undefined),
      )
      const product = createProduct(call, {
        ...named,
        name: params.name,
        metadata: mergeMetadata({}, given),
      })
      if (data) product.default_price = createPrice(call, { ...data, product: product.id }).id
      return product
    },
  ),
  endpoint('GET /v1/products/{id}', {}, (call) => find(call, 'products', call.id)),
  endpoint(
    'POST /v1/products/{id}',
    { ...productFields, name: text.optional(), default_price: text.optional() },
    (call, { metadata: given, default_price: price, ...changes }) => {
      const product = find(call, 'products', call.id)
      return change(call, 'product.updated', product, {
        ...changes,
        default_price: price === undefined ? undefined : ownPrice(call, product.id, price),
        metadata: mergeMetadata(product.metadata, given),
      })
    },
  ),
  endpoint('DELETE /v1/products/{id}', {}, (call) => {
    const product = find(call, 'products', call.id)
    if (rowsOf(call, 'prices').some((price) => price.product === product.id)) {
      throw invalid(
        'This product cannot be deleted because it has one or more user-created prices.',
      )
    }
    booksOf(call).products.delete(product.id)
    emit(call, 'product.deleted', product)
    return { id: product.id, object: 'product', deleted: true }
  }),
  listEndpoint(
    'GET /v1/products',
    'products',
    { active: flag.optional() },
    ({ active }) =>
      (row) =>
        active === undefined || row.active === active,
  ),
]

export const prices = [
  endpoint(
    'POST /v1/prices',
    {
      currency,
      product: text,
      unit_amount: natural,
      recurring: recurring.optional(),
      active: flag.optional(),
      nickname: text.optional(),
      lookup_key: text.optional(),
      tax_behavior: taxBehavior.optional(),
      metadata: metadata.optional(),
    },
    (call, { metadata: given, ...params }) => {
      find(call, 'products', params.product, 'product')
      const named = Object.fromEntries(
        Object.entries(params).filter(([, value]) => value !== undefined),
      ) as typeof params
      return createPrice(call, { ...named, metadata: mergeMetadata({}, given) })
    },
  ),
  endpoint('GET /v1/prices/{id}', {}, (call) => find(call, 'prices', call.id)),
  endpoint(
    'POST /v1/prices/{id}',
    {
      active: flag.optional(),
      nickname: clearable(text).optional(),
      lookup_key: clearable(text).optional(),
      metadata: metadata.optional(),
    },
    (call, { metadata: given, ...changes }) => {
      const price = find(call, 'prices', call.id)
      const product = booksOf(call).products.get(price.product)
      if (changes.active === false && product?.default_price === price.id) {
        throw invalid(
          'This price cannot be archived because it is the default price of its product.',
        )
      }
      const merged = mergeMetadata(price.metadata, given)
      return change(call, 'price.updated', price, { ...changes, metadata: merged })
    },
  ),
  listEndpoint(
    'GET /v1/prices',
    'prices',
    { active: flag.optional(), product: text.optional(), type: text.optional() },
    (params) => (row) =>
      (params.active === undefined || row.active === params.active) &&
      (params.product === undefined || row.product === params.product) &&
      (params.type === undefined || row.type === params.type),
  ),
]
