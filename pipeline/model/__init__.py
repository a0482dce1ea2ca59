"""The words of the field as plain data: every other module speaks in these types.

Standard library only, frozen and slotted, no behaviour beyond what can be derived from the fields.
"""
