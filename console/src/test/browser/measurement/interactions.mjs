// The interactions that are measured: the input of a person, and the result that the page has to show.

/** The pause between two keys of a person who types fast. */
const KEY_MS = 80;

/** The pause between two interactions. */
const PAUSE_MS = 60;

/** As many rows as the list reads at once, so that each scroll needs another page. */
const SCROLL_PX = 3_300;

const grid = (page) => page.getByRole('grid');
const searchField = (page) => page.getByRole('searchbox', { name: 'Search' });

/** A number with so many digits that does not begin with a zero. */
const number = (digits) => String(Math.floor(10 ** (digits - 1) * (1 + Math.random() * 9)));

/** Texts for products that are named "Product number 4711" with the sku "SKU-4711". */
const SEARCHES = [
  () => `number ${number(4)}`,
  () => `sku-${number(4)}`,
  () => number(4),
  () => `product ${number(3)}`,
];

/** The columns in the order of the clicks, each of which sorts the list in another way. */
const SORTS = ['Available', 'Available', 'Name', 'Name', 'Changed', 'Changed', 'Id'];

/**
 * Does each interaction so many times.
 *
 * @param onMeasured receives the name of the interaction, its time in milliseconds, the reads of the API that were sent
 *     together, one list after the other, and the ids of the products in view
 */
export async function interact(page, count, onMeasured) {
  const shown = async (interaction) => {
    onMeasured({ interaction, ...(await page.evaluate(() => window.measurement.done())) });
    await page.waitForTimeout(PAUSE_MS);
  };
  const measure = async (interaction, type, result, argument, input) => {
    await page.evaluate((all) => window.measurement.expect(...all), [type, result, argument]);
    await input();
    await shown(interaction);
  };
  await search(page, count, measure);
  await filterAndSort(page, count, measure);
  await scroll(page, count, measure);
  await jump(page, count, measure);
  await openAndGoBack(page, count, measure, shown);
}

/** Types over the search before it, with the keyboard. */
async function search(page, count, measure) {
  for (let i = 0; i < count; i++) {
    const text = SEARCHES[i % SEARCHES.length]();
    await searchField(page).selectText();
    await measure('search', 'keydown', 'rowsWith', text.split(' '), () =>
      page.keyboard.type(text, { delay: KEY_MS }),
    );
  }
  await clear(page);
}

async function clear(page) {
  await page.evaluate(() => window.measurement.expect('keydown', 'otherList'));
  await searchField(page).selectText();
  await page.keyboard.press('Delete');
  await page.evaluate(() => window.measurement.done());
}

async function filterAndSort(page, count, measure) {
  for (let i = 0; i < count; i++) {
    if (i % 2 === 0) {
      const value = i % 4 === 0 ? 'true' : '';
      await measure('filter', 'change', 'otherList', null, () =>
        page.getByLabel('Available stock').selectOption(value),
      );
    } else {
      const column = SORTS[((i - 1) / 2) % SORTS.length];
      const button = page.getByRole('columnheader', { name: column }).getByRole('button');
      await measure('filter', 'click', 'otherList', null, () => button.click());
    }
  }
  await page.getByLabel('Available stock').selectOption('');
  await page.getByLabel('Sort by').selectOption('productId');
  await page.waitForFunction(() => window.location.search === '' && window.measurement.visibleIds().length > 0);
}

/** A long scroll from the beginning of the list, without a pause for reading. */
async function scroll(page, count, measure) {
  await grid(page).hover();
  for (let i = 0; i < count; i++) {
    const top = await grid(page).evaluate((list, px) => Math.min(list.scrollTop + px, list.scrollHeight - list.clientHeight), SCROLL_PX);
    await measure('scroll', 'wheel', 'scrolledTo', top - 1, () => page.mouse.wheel(0, SCROLL_PX));
  }
}

/** To the end of the long list and back to its beginning. */
async function jump(page, count, measure) {
  await grid(page).focus();
  for (let i = 0; i < count; i++) {
    const key = i % 2 === 0 ? 'End' : 'Home';
    const row = key === 'Home' ? 1 : await knownRows(page);
    await measure('jump', 'keydown', 'rowActive', row, () => page.keyboard.press(key));
  }
}

async function knownRows(page) {
  return Number((await page.locator('.status [role=status]').first().innerText()).replace(/\D/g, ''));
}

async function openAndGoBack(page, count, measure, shown) {
  for (let i = 0; i < count; i++) {
    await grid(page).focus();
    await page.keyboard.press('ArrowDown');
    const [top, id] = await grid(page).evaluate((list) => [list.scrollTop, list.querySelector('.row.active .id').textContent]);
    await measure('open', 'keydown', 'product', id, () => page.keyboard.press('Enter'));
    await page.evaluate((place) => window.measurement.goBack('listAt', place), top);
    await shown('back');
  }
}
