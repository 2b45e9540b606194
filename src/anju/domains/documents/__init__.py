"""Documents 档案资料: what a community must hold in writing, where it lies, who has read it, who has borrowed it, and when it may go.

Classes say which pieces are required, how long they are kept and who may see them; documents have numbers, versions and a state;
rules are read and acknowledged; originals are borrowed and come back; every class and year is complete or says what is missing.
"""
