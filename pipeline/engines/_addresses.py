"""Where lists of models lie: the only addresses in the code that anything is ever fetched from.

They are data for `pipeline engines install LANG --download` and are asked by nothing else; `--index` names another.
"""

ARGOS = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"

# Firefox's own model service. Its newer list, `translations-models-v2`, holds the same models packed with Zstandard.
FIREFOX = "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/translations-models/records"
FIREFOX_FILES = "https://firefox-settings-attachments.cdn.mozilla.net/"
