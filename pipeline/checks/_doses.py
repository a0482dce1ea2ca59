"""Units in which medicines are measured: a change of one of them can hurt."""

DOSES = frozenset(("kg", "g", "mg", "µg", "ng", "L", "dL", "mL", "µL", "mmol", "µmol", "IU", "U", "mEq", "kcal"))
