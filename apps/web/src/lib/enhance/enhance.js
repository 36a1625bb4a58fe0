// The one script of citizen pages, and none of it is needed: it counts choices and characters, shows print buttons,
// and sends a form once. Every word comes from the page.
const all = selector => document.querySelectorAll(selector)

for (const button of all('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A code that a camera read stands after the #: it leaves the browser only when the person sends it, and goes from the address at once.
for (const form of all('[data-code-from-address]')) {
  const code = /^#([0-9A-Za-z]{12})$/.exec(location.hash)?.[1]
  const field = form.elements[form.dataset.codeFromAddress]
  if (!code || field.value) continue
  field.value = code
  history.replaceState(null, '', location.pathname + location.search)
  field.focus()
}

// The fields of a ballot: boxes of one name, or, when the name ends in a dot, all that begin with it, one for each option.
const fieldsNamed = name => [...all('input,select')].filter(field => name.endsWith('.') ? field.name.startsWith(name) : field.name === name && field.type !== 'hidden')
const isMarked = field => /^(checkbox|radio)$/.test(field.type) ? field.checked : !/^\s*0*\s*$/.test(field.value)
// As the server reads it: a minus or an exponent is no number of points.
const wholeNumber = text => /^\d{1,9}$/.test(text.replace(/\s/g, '')) ? Number(text.replace(/\s/g, '')) : 0
const eachTime = (fields, act) => {
  for (const field of fields) field.addEventListener('input', act)
  act()
}

for (const charge of all('[data-charge]')) {
  const sentences = JSON.parse(charge.dataset.sentences)
  const sentence = charge.querySelector('[data-charge-sentence]')
  const meter = charge.querySelector('[data-charge-meter]')
  const fields = fieldsNamed(charge.dataset.charge)
  sentence.hidden = meter.hidden = false
  eachTime(fields, () => {
    const chosen = fields.filter(isMarked).length
    sentence.textContent = sentences[Math.min(chosen, sentences.length - 1)]
    meter.value = chosen
  })
}

// What the choices cost, or what they leave, in money or in points: the words are on the page, this changes the figure.
for (const money of all('[data-money]')) {
  const fields = fieldsNamed(money.dataset.money)
  const points = money.dataset.unit === 'points'
  const figure = new Intl.NumberFormat(document.documentElement.lang, points ? {} : { style: 'currency', currency: money.dataset.currency, maximumFractionDigits: 0 })
  const meter = money.querySelector('[data-money-meter]')
  money.hidden = false
  eachTime(fields, () => {
    const spent = fields.filter(isMarked).reduce((sum, field) => sum + (points ? wholeNumber(field.value) : Number(field.dataset.cost ?? 0) || 0), 0)
    const left = 'max' in money.dataset ? Number(money.dataset.max) - spent : null
    money.dataset.face = left === null ? 'total' : left < 0 ? 'over' : 'left'
    for (const word of money.querySelectorAll('[data-when]')) word.hidden = word.dataset.when !== money.dataset.face
    money.querySelector('[data-money-figure]').textContent = figure.format(Math.abs(left ?? spent) / (points ? 1 : 100)).replaceAll('\u202f', '\u00a0')
    if (meter) meter.value = spent
  })
}

// A tap less or more, beside a field of points.
for (const button of all('[data-step]')) {
  const field = document.getElementById(button.dataset.for)
  button.hidden = false
  button.addEventListener('click', () => {
    const value = wholeNumber(field.value) + Number(button.dataset.step)
    field.value = Math.max(0, Math.min(value, Number(field.dataset.max))) || ''
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

// What is chosen, by its own titles and marks, each a way back to its place in the list; ranks in their order.
for (const tray of all('[data-chosen-of]')) {
  const fields = fieldsNamed(tray.dataset.chosenOf)
  const list = tray.querySelector('[data-chosen-list]')
  const shown = field => field.selectedOptions ? field.selectedOptions[0].textContent : field.value
  const words = field => field.dataset.says ? field.dataset.says.replace(/^#/, () => shown(field)) : field.labels[0]?.textContent
  tray.hidden = false
  eachTime(fields, () => {
    const chosen = fields.filter(isMarked)
    if (tray.dataset.chosenOf === 'rang.') chosen.sort((one, other) => one.value - other.value)
    tray.querySelector('[data-chosen-none]').hidden = chosen.length > 0
    list.replaceChildren(...chosen.map(field => {
      const link = Object.assign(document.createElement('a'), { href: `#${field.id}`, textContent: words(field) })
      const item = document.createElement('li')
      item.append(link)
      return item
    }))
  })
}

// The point moves at once, and its degrees are written into the fields: keeping it is one more gesture, as without this.
for (const picker of all('[data-picker]')) {
  const [west, south, east, north] = picker.dataset.picker.split(',').map(Number)
  const image = picker.querySelector('[type=image]')
  const fields = picker.dataset.fields.split(' ').map(id => document.getElementById(id))
  const mark = picker.querySelector('[data-spot]')
  if (mark && fields[0]) image.addEventListener('click', event => {
    const { offsetX: x, offsetY: y } = event
    if (!x && !y) return
    event.preventDefault()
    fields[0].value = (north - y / 288 * (north - south)).toFixed(4)
    fields[1].value = (west + x / 288 * (east - west)).toFixed(4)
    mark.removeAttribute('visibility')
    mark.setAttribute('transform', `translate(${x * 2} ${y * 2})`)
  })
}

for (const part of all('[data-without-script]')) part.hidden = true

// The search of a long ballot, at once; what is chosen stays in sight. Sending the search gives the same list.
for (const list of all('[data-filter]')) {
  const field = document.getElementById(list.dataset.filter)
  const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const items = [...list.children].map(item => ({ item, text: fold(item.textContent), fields: [...item.querySelectorAll('input, select')] }))
  field.addEventListener('input', () => {
    const words = fold(field.value).split(/\s+/)
    for (const { item, text, fields } of items) item.hidden = !fields.some(isMarked) && !words.every(word => text.includes(word))
  })
}

for (const counter of all('[data-counter]')) {
  const field = document.getElementById(counter.dataset.counter)
  const words = JSON.parse(counter.dataset.sentences)
  const count = () => {
    const left = Number(counter.dataset.max) - field.value.length
    counter.textContent = (left < 0 ? words.over : Math.abs(left) < 2 ? words.one : words.other).replace('#', String(Math.abs(left)))
  }
  field.addEventListener('input', count)
  count()
}

// A part that moves while the platform works: read again every few seconds, unless somebody is in it or the page is not
// looked at. When it stands still, the whole page is read once more.
for (const part of all('[data-refresh]')) {
  const seconds = Number(part.dataset.refresh)
  // What stands there already is not written again: a live region would be read aloud each time.
  let shown = part.innerHTML
  const dress = () => {
    for (const link of part.querySelectorAll('[data-refresh-link]')) link.hidden = true
    for (const note of part.querySelectorAll('[data-refresh-note]')) note.hidden = false
  }
  const again = async () => {
    if (!document.hidden && !part.contains(document.activeElement)) {
      const text = await fetch(location.href).then(answer => answer.ok ? answer.text() : '', () => '')
      const fresh = text && new window.DOMParser().parseFromString(text, 'text/html').getElementById(part.id)
      if (text && !fresh?.dataset.refresh) return location.reload()
      if (fresh && fresh.innerHTML !== shown) {
        shown = fresh.innerHTML
        part.replaceChildren(...fresh.childNodes)
      }
      dress()
    }
    setTimeout(again, seconds * 1000)
  }
  dress()
  setTimeout(again, seconds * 1000)
}

// A page of questions kept while it is typed: after a pause, and when it is left. Never sends anything as final. The database
// orders what comes from several tabs by when it was typed, told by the platform's clock.
for (const form of all('form[data-autosave]')) {
  const note = form.querySelector('[data-autosave-status]')
  const { autosave: address, failed, saving } = form.dataset
  const ahead = Number(form.dataset.now) - Date.now()
  let typed = 0, kept = 0, over = false, busy = false, timer, tries = 0
  const say = text => { if (note.textContent !== text) note.textContent = text }
  const later = milliseconds => { clearTimeout(timer); timer = setTimeout(save, milliseconds) }
  async function save(leaving) {
    if (over || typed === kept || (busy && !leaving)) return
    const stamp = typed
    const body = new FormData(form)
    // A file goes with the page, once.
    for (const [name, value] of [...body]) if (typeof value !== 'string') body.delete(name)
    body.set('tape', stamp + ahead)
    busy = true
    if (!leaving) say(saving)
    // Some browsers take no leaving request over 64 KB: the one after the last pause stands then.
    const answer = await fetch(address, { method: 'POST', body, keepalive: leaving === true }).then(found => found.json(), () => ({ state: 'failed', sentence: failed })).catch(() => ({ state: 'failed', sentence: failed }))
    busy = false
    if (over) return
    say(answer.sentence)
    if (answer.state === 'failed') return later(Math.min(60_000, 4_000 * 2 ** tries++))
    tries = 0
    kept = Math.max(kept, stamp)
    over = answer.state !== 'kept'
    if (!over && typed !== kept) later(1_500)
  }
  const changed = () => { typed = Math.max(Date.now(), typed + 1); later(1_500) }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => { over = true; clearTimeout(timer) })
  // Erasing is not leaving: nothing is kept after it.
  for (const other of all('form')) if (other !== form) other.addEventListener('submit', () => { over = true })
  const leave = () => { if (document.visibilityState === 'hidden') void save(true) }
  document.addEventListener('visibilitychange', leave)
  window.addEventListener('pagehide', () => void save(true))
  window.addEventListener('online', () => later(0))
}

// A shared device that nobody touches: a warning that can be answered, then the end, which nothing leads back from. Somebody who
// types or reads for long is said to be there, at most once a minute.
for (const box of all('[data-idle]')) {
  const { idle, idleLeft, idleHere, idleEnd } = box.dataset
  const figure = box.querySelector('[data-idle-seconds]')
  const stay = box.querySelector('[data-idle-stay]')
  let touched = Date.now(), told = touched, focused
  const touch = () => {
    // The warning waits for its answer: a stray touch is none.
    if (!box.hidden) return
    touched = Date.now()
    if (touched - told > 60_000) {
      told = touched
      fetch(idleHere).then(answer => { if (answer.status === 410) location.replace(idleEnd) }, () => {})
    }
  }
  for (const kind of ['keydown', 'pointerdown', 'input', 'wheel', 'touchstart', 'scroll']) document.addEventListener(kind, touch, { passive: true, capture: true })
  stay.addEventListener('click', () => {
    box.hidden = true
    told = 0
    touch()
    focused?.focus()
  })
  setInterval(() => {
    const left = Math.ceil(Number(idle) + Number(idleLeft) - (Date.now() - touched) / 1000)
    if (left <= 0) location.replace(idleEnd)
    else if (left <= Number(idleLeft)) {
      if (box.hidden) {
        focused = document.activeElement
        box.hidden = false
        stay.focus()
      }
      // Read aloud every five seconds, not every second.
      if (left % 5 === 0 || left < 5) figure.textContent = String(left)
    }
  }, 1000)
}

// A form on paper, by the keypad: Enter goes to the next field, and a whole number goes on by itself. A scanner ends a number with Enter: it went on already.
for (const part of all('[data-keypad]')) {
  let went = -Infinity
  const next = field => {
    const form = part.closest('form')
    const fields = [...part.querySelectorAll('input:not([type=hidden])')]
    const after = fields[fields.indexOf(field) + 1]
    if (after) after.focus()
    else form.requestSubmit(form.querySelector('[data-save]'))
  }
  part.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    const scanned = event.timeStamp - went < 1500 && event.target.value === ''
    went = -Infinity
    if (!scanned) next(event.target)
  })
  part.addEventListener('input', ({ target, timeStamp }) => {
    if (target.name !== 'number' || target.value.replace(/[^0-9A-Za-z]/g, '').length !== 12) return
    went = timeStamp
    next(target)
  })
}

const summary = document.querySelector('[data-error-summary]')
if (summary) summary.focus()

// A double click is not two proposals. The server refuses the second one too; this spares the person that page.
for (const form of all('form[method="post" i]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    setTimeout(() => delete form.dataset.sent, 4000)
  })
}
window.addEventListener('pageshow', event => {
  // The browser's way back shows what the server says now: nothing of somebody who has left the desk.
  if (event.persisted && document.querySelector('[data-forget]')) location.reload()
  for (const form of all('form[data-sent]')) delete form.dataset.sent
})
