import { description } from './_parts/description'

export async function load({ url }: { url: URL }) {
  const { version, groups } = await description()
  return { version, groups: groups.map(({ noun, operations }) => ({ noun, count: operations.length })), origin: url.origin }
}
