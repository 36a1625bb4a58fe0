import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, press, sees } from './support/hand'
import { outlineLille, placeInTheMiddle } from './support/map'
import { signIn } from './support/sign-in'

const open = '/consultations/rafraichir-nos-places-et-nos-rues'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
  await outlineLille(platform)
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

journey('an idea is placed by two clicks on a map, corrected in numbers, sent, and found on the map, with JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await page.fill('[name=title]', 'Une fontaine au coin de la rue')
  await page.fill('[name=body]', 'Il fait chaud, et il n’y a pas d’eau à boire dans ce quartier.')
  await page.selectOption('[name=municipalityCode]', '59350')
  await page.fill('#place', 'Le coin de la rue des Arts')
  const picture = await placeInTheMiddle(page)
  await clean(page)
  expect(await page.inputValue('#place')).toBe('Le coin de la rue des Arts')
  expect(Number(await page.inputValue('[name=lat]'))).toBeCloseTo(50.65, 2)
  // Nearer now: half way to the right is an eighth of the first map.
  await picture.click({ position: { x: 288 - 2, y: 144 } })
  await sees(page, 'Le point est posé.')
  expect(Number(await page.inputValue('[name=lon]'))).toBeGreaterThan(3.055)
  await clean(page)
  await page.fill('[name=lon]', '3,2')
  await press(page, 'Garder ce lieu')
  expect(await page.locator('#lat-error').innerText()).toContain('pas dans la commune')
  await page.fill('[name=lon]', '3,0612')
  await press(page, 'Garder ce lieu')
  await sees(page, 'Le lieu, sur la carte de Lille.')
  await sees(page, 'Le coin de la rue des Arts')
  await clean(page)
  await press(page, /La mienne est différente|Envoyer ma proposition|Envoyer/)
  await sees(page, 'Votre proposition est publiée')
  await sees(page, /longitude 3,0612/)
  await clean(page)

  await page.goto(`${platform.origin}${open}/propositions?vue=carte&q=fontaine`)
  await sees(page, /placées par un point\s: 1 sur/)
  await clean(page)
  await page.getByRole('link', { name: 'Une fontaine au coin de la rue' }).first().click()
  await sees(page, 'Où ?')
  await page.context().close()
})

journey('the map of 95 communes and 64 marks weighs 40 KB at most', async () => {
  const { owner } = platform.db
  const codes = (await owner.query<{ code: string }>('select code from identity.municipality order by code')).rows.map(({ code }) => code)
  expect(codes.length).toBeGreaterThanOrEqual(95)
  // Invented outlines with as many corners as real ones have once they are lighter, side by side.
  const shapes = codes.map((code, n) => {
    const [west, south] = [2.8 + (n % 10) * 0.05, 50.45 + Math.floor(n / 10) * 0.03]
    const ring = Array.from({ length: 22 }, (_, corner) => {
      const [turn, far] = [corner / 22 * 2 * Math.PI, 0.4 + 0.1 * ((corner * 7 + n) % 3)]
      return [Number((west + 0.025 + 0.05 * far * Math.cos(turn)).toFixed(5)), Number((south + 0.015 + 0.03 * far * Math.sin(turn)).toFixed(5))]
    })
    return { code, shape: { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, bounds: [west, south, west + 0.05, south + 0.03], middle: [west + 0.025, south + 0.015] }
  })
  await owner.query(`
    insert into identity.municipality_shape (code, outline, near, far, bounds, middle) select code, shape, shape, shape, bounds, middle from jsonb_to_recordset($1::jsonb) as s(code text, shape jsonb, bounds double precision[], middle double precision[])
    on conflict (code) do update set outline = excluded.outline, near = excluded.near, far = excluded.far, bounds = excluded.bounds, middle = excluded.middle`, [JSON.stringify(shapes)])
  await owner.query(`
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, channel, submission_token, lat, lon)
    select f.consultation_id, f.id, 20000 + s.n * 8 + k, 'Un banc sous un arbre ' || s.n || ' ' || k, 'Pour s’asseoir à l’ombre en été.', 'environment', s.code, 'online', gen_random_uuid(), round((s.lat + k * 0.001)::numeric, 4), round((s.lon + k * 0.002)::numeric, 4)
    from consultations.consultation c join consultations.phase f on f.consultation_id = c.id and f.kind = 'proposals', jsonb_to_recordset($1::jsonb) as s(code text, lon double precision, lat double precision, n integer), generate_series(1, 8) k
    where c.slug = $2`, [JSON.stringify(shapes.map(({ code, middle: [lon, lat] }, n) => ({ code, lon, lat, n }))), open.split('/').at(-1)])
  const html = await (await fetch(`${platform.origin}${open}/propositions?vue=carte`)).text()
  const map = /<figure class="map[\s\S]*?<\/figure>/.exec(html)?.[0] ?? ''
  expect(map.match(/<path /g)?.length).toBeGreaterThanOrEqual(95)
  expect(map.match(/<circle /g)?.length).toBeGreaterThanOrEqual(55)
  expect(Buffer.byteLength(map)).toBeLessThanOrEqual(40_000)
})
