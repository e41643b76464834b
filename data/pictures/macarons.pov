// macarons.pov: a row of macarons in four colours
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kitchen.inc"
Look_From(<3, 12, -17>, <0, 1.2, 0.4>, 36)
object { Table }
object { Plate(7.6) }
#declare S = seed(11);
// two smooth shells with their rough feet, the filling between them; radius 1.75, height 1.9
#macro Macaron(Colour, Filling)
  #local Shell = union {
    lathe { cubic_spline 8, <0,0.7>, <0.01,0.7>, <0.9,0.62>, <1.5,0.4>, <1.72,0.16>, <1.7,0.08>, <0.01,0.06>, <0,0.06>
      pigment { rgb Colour } normal { bumps 0.05 scale 0.06 } finish { ambient 0.33 diffuse 0.66 specular 0.12 roughness 0.05 } }
    #local I = 0;
    #while (I < 90)
      sphere { <1.62 + 0.10*rand(S), 0.04 + 0.05*rand(S), 0>, 0.09 + 0.05*rand(S) rotate I*4*y }
      #local I = I + 1;
    #end
    pigment { rgb Colour*1.04 } normal { bumps 0.6 scale 0.05 } finish { ambient 0.33 diffuse 0.66 } }
  union {
    object { Shell translate 0.24*y }
    object { Shell scale <1,-1,1> translate -0.22*y rotate 77*y }
    cylinder { -0.2*y, 0.2*y, 1.5 }
    torus { 1.5, 0.2 }
    pigment { rgb Filling } normal { bumps 0.2 scale 0.2 } finish { ambient 0.3 diffuse 0.68 specular 0.2 } }
#end
#declare Rose = rgb <0.93,0.56,0.63>; #declare Pistachio = rgb <0.66,0.76,0.42>; #declare Vanilla = rgb <0.95,0.85,0.62>; #declare Cocoa = rgb <0.42,0.24,0.15>; #declare Violet = rgb <0.68,0.56,0.80>;
object { Macaron(Rose, rgb <0.75,0.22,0.32>) rotate <0,30,0> translate <-3.3, 1.15, -1.9> }
object { Macaron(Pistachio, rgb <0.93,0.9,0.78>) rotate <0,80,0> translate <0.4, 1.15, -2.7> }
object { Macaron(Cocoa, rgb <0.20,0.10,0.06>) rotate <0,10,0> translate <3.9, 1.15, -1.4> }
object { Macaron(Vanilla, rgb <0.98,0.94,0.85>) rotate <0,140,0> translate <-2.0, 1.15, 1.9> }
object { Macaron(Violet, rgb <0.93,0.9,0.86>) rotate <0,200,0> translate <2.0, 1.15, 2.1> }
object { Macaron(Rose, rgb <0.75,0.22,0.32>) rotate <-64,0,0> rotate <0,-22,0> translate <0.1, 2.55, -0.5> }
