"""The eye that looks at pages sees what is wrong with one."""

from playwright.sync_api import Browser

from tests.browser.looking import Watch, defects_at_all_widths

BAD = """<!doctype html><html lang="it"><title>Brutta</title><main><h1>Brutta</h1><input name="nameless">
<button class="button" style="height: 20px">Va</button><div style="width: 2000px">larga</div></main></html>"""
GOOD = """<!doctype html><html lang="it"><title>Buona</title><main><h1>Buona</h1>
<button class="button" style="height: 48px">Va</button></main></html>"""


def test_a_field_without_a_label_a_small_button_and_a_wide_page_are_seen(chromium: Browser) -> None:
    tab = chromium.new_page()
    tab.set_content(BAD)
    found = "\n".join(defects_at_all_widths(tab))
    for words in ("at 320 px label", "at 1280 px label", "is 20 px high", "wider than the window"):
        assert words in found
    tab.set_content(GOOD)
    assert defects_at_all_widths(tab) == []
    tab.close()


def test_what_fails_in_the_console_is_heard(chromium: Browser) -> None:
    tab = chromium.new_page()
    watch = Watch(tab)
    with tab.expect_event("pageerror"):
        tab.evaluate("console.error('no'); setTimeout(() => { throw new Error('never') })")
    assert len(watch.complaints) == 2
    tab.close()
