"""The briefing as a value: sections of slides made of blocks. Every renderer knows every block, and nothing else.

All text is final: no templates, no lookups left.
"""

from briefing.model.blocks import *
from briefing.model.charts import *
from briefing.model.slides import *
